"""Whether a version is affected, by the rules of its ecosystem, and which version mends that.

The algorithm is that of the OSV schema 1.7, section "Evaluation". Versions are compared as their ecosystem compares them:
Python's by PEP 440 (`packaging`), those of SEMVER ranges, and of npm and Cargo, whose registries take no others (npm docs,
"package.json", `version`; The Cargo Book, "The version field"), by SemVer 2.0.0, item 11. Others are not compared: whether a
version of theirs is within a range is unknown. Commits of GIT ranges are no versions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from mlgraph.model.assertions import JsonValue
from mlgraph_queries.versions import canonical

if TYPE_CHECKING:
    from packaging.version import Version

Key: TypeAlias = Any
"""What versions of one ecosystem are compared by."""
_SEMVER_TYPES = frozenset({"npm", "cargo"})
_SEMVER = re.compile(
    r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?"
)
_BEGINNING, _INFINITY = "0", "*"


def is_affected(version: str, purl_type: str, said: Mapping[str, JsonValue]) -> str | None:
    """How a statement on a package (its qualifiers `ranges` and `versions`) hits a version: `version` or `range`.

    Empty: it does not. None: it cannot be told, because the versions of its ecosystem are not compared here.
    """
    named = said.get("versions")
    if isinstance(named, list) and _spelled(version, purl_type) in {_spelled(str(one), purl_type) for one in named}:
        return "version"
    answers = [_within(version, keys, events) for keys, events in _ranges(purl_type, said)]
    if True in answers:
        return "range"
    return None if None in answers else ""


def fixed_above(version: str, purl_type: str, said: Iterable[Mapping[str, JsonValue]]) -> list[str]:
    """The versions above one in which statements call the weakness fixed, and that none of them calls affected.

    The smallest first, each once. Where versions are not compared, none.
    """
    statements = list(said)
    found: dict[str, Key] = {}
    for keys, events in (one for statement in statements for one in _ranges(purl_type, statement)):
        if keys is None or (used := keys(version)) is None:
            continue
        for event in events:
            text, key = event.get("fixed"), keys(event.get("fixed", ""))
            if text is not None and key is not None and key > used:
                found.setdefault(text, key)
    safe = [text for text in found if not any(is_affected(text, purl_type, one) for one in statements)]
    return sorted(safe, key=lambda text: found[text])


def newer(version: str, than: str, purl_type: str) -> bool:
    """Whether a version is above another, as far as the two can be compared."""
    keys = _keys(purl_type, "ECOSYSTEM")
    first, second = (keys(version), keys(than)) if keys is not None else (None, None)
    return first is not None and second is not None and bool(first > second)


def ascending(versions: Iterable[str], purl_type: str) -> list[str]:
    """Versions from the smallest to the largest, as far as they can be compared, each once."""
    keys = _keys(purl_type, "ECOSYSTEM")
    if keys is None:
        return sorted(set(versions))
    known: dict[str, Key] = {text: key for text in versions if (key := keys(text)) is not None}
    return sorted(known, key=lambda text: known[text])


def _ranges(
    purl_type: str, said: Mapping[str, JsonValue]
) -> Iterator[tuple[Callable[[str], Key | None] | None, list[dict[str, str]]]]:
    """The ranges of versions, each with what its versions are compared by; None: they are not compared."""
    ranges = said.get("ranges")
    for one in ranges if isinstance(ranges, list) else ():
        if isinstance(one, dict) and one.get("type") != "GIT" and isinstance(events := one.get("events"), list):
            told = [{k: str(v) for k, v in event.items()} for event in events if isinstance(event, dict)]
            yield _keys(purl_type, str(one.get("type"))), told


def _keys(purl_type: str, range_type: str) -> Callable[[str], Key | None] | None:
    if purl_type == "pypi":
        return _python_key if range_type == "ECOSYSTEM" else None
    return _semver_key if range_type == "SEMVER" or purl_type in _SEMVER_TYPES else None


def _within(version: str, keys: Callable[[str], Key | None] | None, events: Sequence[Mapping[str, str]]) -> bool | None:
    """Whether a version lies within a range; None where versions in it are not comparable."""
    used = keys(version) if keys is not None else None
    if keys is None or used is None:
        return None
    turns: list[tuple[Key, int, bool]] = []
    limits: list[Key] = []
    is_vulnerable = False
    for event in events:
        ((name, text),) = event.items() if len(event) == 1 else (("", ""),)
        if (name, text) == ("introduced", _BEGINNING):
            is_vulnerable = True
        elif (name, text) == ("limit", _INFINITY):
            limits = [None, *limits]
        elif (key := keys(text)) is None:
            return None
        elif name == "limit":
            limits.append(key)
        else:
            turns.append((key, _ORDER[name], name == "introduced"))
    if limits and not any(limit is None or used < limit for limit in limits):
        return False
    for key, order, begins in sorted(turns):
        if (used > key) if order == _ORDER["last_affected"] else (used >= key):
            is_vulnerable = begins
    return is_vulnerable


_ORDER = {"fixed": 0, "introduced": 1, "last_affected": 2}
"""Which event comes first where several are at one version: a weakness that is fixed and comes back there is there."""


@lru_cache(maxsize=65_536)
def _python_key(text: str) -> Version | None:
    """A version without its local part: `2.4.0+cu121` is a build of 2.4.0 (PEP 440, local version identifiers).

    By the order of versions it would come after 2.4.0, and a range up to and with 2.4.0 would not hold it.
    """
    from packaging.version import InvalidVersion, Version

    try:
        found = Version(text)
        return Version(found.public) if found.local else found
    except InvalidVersion:
        return None


@lru_cache(maxsize=65_536)
def _semver_key(text: str) -> Key | None:
    found = _SEMVER.fullmatch(text.removeprefix("v"))  # Go writes v1.2.3, and OSV leaves the v out
    if found is None:
        return None
    major, minor, patch, before = found.groups()
    parts = tuple((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in before.split(".")) if before else ()
    return int(major), int(minor), int(patch), before is None, parts


@lru_cache(maxsize=65_536)
def _spelled(version: str, purl_type: str) -> str:
    """A version in the one spelling under which equal ones compare equal."""
    if purl_type == "pypi":
        return canonical(version.partition("+")[0])
    return version.removeprefix("v") if purl_type == "golang" else version
