"""A version range in the notation that the standard asks for: vers (package-url/vers-spec)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from packaging.specifiers import InvalidSpecifier, Specifier, SpecifierSet
from packaging.version import Version

_Bound = tuple[Version, bool]
"""A version, and a flag that orders equal ones: whether a lower bound is outside, an upper bound inside the range."""


def vers(specifiers: Iterable[str]) -> str | None:
    """All the specifiers (PEP 440) together as one vers URI.

    None where nothing is specified, where nothing can satisfy them, or where vers cannot say the same: `===`, and
    `!=` with a wildcard or on a bound.

    >>> vers([">=2.0,<3", "!=2.1.0"])
    'vers:pypi/>=2.0|!=2.1.0|<3'
    >>> vers(["~=1.4.2"])
    'vers:pypi/>=1.4.2|<1.5'
    """
    try:
        parts = [part for text in specifiers for part in SpecifierSet(text)]
    except InvalidSpecifier:
        return None
    plain = [constraint for part in parts for constraint in _plain(part)]
    if not plain or any(operator == "" for operator, _ in plain):
        return None
    exact = {version for operator, version in plain if operator == "=="}
    if exact:
        only = min(exact)
        allowed = all(part.contains(only, prereleases=True) for part in parts)
        return f"vers:pypi/{_spelled(only)}" if allowed else None
    return _interval(plain)


def _interval(constraints: list[tuple[str, Version]]) -> str | None:
    lower = max(((v, op == ">") for op, v in constraints if op in {">", ">="}), default=None)
    upper = min(((v, op == "<=") for op, v in constraints if op in {"<", "<="}), default=None)
    if lower and upper and lower[0] >= upper[0]:
        return None
    excluded = sorted({v for op, v in constraints if op == "!=" and _is_inside(v, lower, upper)})
    if any(v in {bound[0] for bound in (lower, upper) if bound} for v in excluded):
        return None
    rows = [f"{'>' if lower[1] else '>='}{_spelled(lower[0])}"] if lower else []
    rows += [f"!={_spelled(version)}" for version in excluded]
    rows += [f"{'<=' if upper[1] else '<'}{_spelled(upper[0])}"] if upper else []
    return "vers:pypi/" + "|".join(rows) if rows else None


def _plain(part: Specifier) -> Iterator[tuple[str, Version]]:
    """The same constraint in the comparators of vers; an empty operator says that there is none."""
    is_prefix = part.version.endswith(".*")
    if part.operator == "===" or (part.operator == "!=" and is_prefix):
        yield "", Version("0")
    elif part.operator == "~=":
        yield ">=", Version(part.version)
        yield "<", _next(Version(part.version), drop=1)
    elif is_prefix:
        yield ">=", Version(part.version.removesuffix(".*"))
        yield "<", _next(Version(part.version.removesuffix(".*")), drop=0)
    else:
        yield part.operator, Version(part.version)


def _next(version: Version, *, drop: int) -> Version:
    """The first version after all that begin like this one, its last `drop` numbers left out."""
    numbers = version.release[: len(version.release) - drop]
    epoch = f"{version.epoch}!" if version.epoch else ""
    return Version(epoch + ".".join(map(str, (*numbers[:-1], numbers[-1] + 1))))


def _is_inside(version: Version, lower: _Bound | None, upper: _Bound | None) -> bool:
    return (lower is None or version >= lower[0]) and (upper is None or version <= upper[0])


def _spelled(version: Version) -> str:
    return quote(str(version), safe="")
