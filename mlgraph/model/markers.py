"""Whether an environment marker holds (PyPA dependency specifiers, "Environment markers")."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from functools import cache

_SYSTEMS = {"linux": ("Linux", "posix"), "darwin": ("Darwin", "posix"), "win32": ("Windows", "nt")}
"""`sys.platform` -> (`platform.system()`, `os.name`), as CPython has them."""


@cache
def holds(marker: str, extra: str, python_version: str, platform: str | None) -> bool:
    """Evaluate a marker for CPython of a version on a platform (None: this machine's), with one extra or none (``).

    The kind of processor is this machine's. A marker that cannot be evaluated is taken to hold: the dependency is
    declared, and whether it applies unknown.

    >>> holds("python_version < '3.11'", "", "3.12.1", "linux"), holds("os_name == 'nt'", "", "3.12.1", "win32")
    (False, True)
    """
    from packaging.markers import InvalidMarker as Invalid
    from packaging.markers import Marker, UndefinedComparison, UndefinedEnvironmentName, default_environment

    environment: dict[str, str | AbstractSet[str]] = {name: str(value) for name, value in default_environment().items()}
    environment["python_full_version"] = python_version
    environment["python_version"] = ".".join(python_version.split(".")[:2])
    environment["implementation_version"] = python_version
    if platform is not None:
        environment["sys_platform"] = platform
    if platform in _SYSTEMS:
        environment["platform_system"], environment["os_name"] = _SYSTEMS[platform]
    environment["extra"] = extra
    try:
        return Marker(marker).evaluate(environment)
    except (Invalid, UndefinedComparison, UndefinedEnvironmentName, RecursionError):
        return True
