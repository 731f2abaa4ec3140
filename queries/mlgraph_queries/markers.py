"""Whether a dependency applies: its marker, in the environment that the project was read with."""

from __future__ import annotations

import re
from collections.abc import Collection

from mlgraph.model.markers import holds

_CONFLICT = re.compile(r"""["']((?:extra|group|project)-\d+-[^"']+)["']""")
"""How uv.lock names, in a marker, an extra or group of the project that conflicts with another (for example a build of
a library for one accelerator): `extra-4-shop-cpu`, where 4 is the length of `shop`. Which one is chosen is unknown."""


class Environment:
    """The environment that markers are evaluated for; of an unknown one, every marker may hold."""

    def __init__(self, python_version: str | None, platform: str | None) -> None:
        self.python_version = python_version
        self.platform = platform

    def allows(self, marker: object, extras: Collection[str] = ()) -> bool:
        """Whether a marker holds, for the package itself or for one of the extras that are asked for."""
        if not isinstance(marker, str):
            return True
        asked = {*extras, *_CONFLICT.findall(marker)}
        if self.python_version is None:
            return "extra" not in marker or any(re.search(rf"[\"']{re.escape(extra)}[\"']", marker) for extra in asked)
        return any(holds(marker, extra, self.python_version, self.platform) for extra in ("", *sorted(asked)))
