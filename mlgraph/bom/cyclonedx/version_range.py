"""A version range in the notation that the standard asks for: vers (package-url/vers-spec)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from packaging.specifiers import InvalidSpecifier, Specifier, SpecifierSet
from packaging.version import Version

_Cut = tuple[Version, int]
"""A place between versions: just before one (0) or just after it (1)."""
_Interval = tuple[_Cut | None, _Cut | None]
"""Everything between two cuts; None: without end."""
_ALL: tuple[_Interval, ...] = ((None, None),)


def vers(specifiers: Iterable[str], alternatives: Iterable[Iterable[str]] = ()) -> str | None:
    """What all the specifiers (PEP 440) admit, and at least one of the alternatives, as one vers URI.

    Each alternative is specifiers that hold together; no alternatives limit nothing. None where every version is
    admitted or none, and where vers has no word for it: `===` compares text. As in vers, versions are points on a
    line: what PEP 440 says of pre-releases next to a bound is not in it.

    >>> vers([">=2.0,<3", "!=2.1.0"])
    'vers:pypi/>=2.0|!=2.1.0|<3'
    >>> vers([], [["<1.5"], [">=2,<3"]])
    'vers:pypi/<1.5|>=2|<3'
    """
    others = [list(alternative) for alternative in alternatives]
    try:
        common = _together(specifiers)
        union = _joined([interval for other in others for interval in _together(other)]) if others else _ALL
    except InvalidSpecifier:
        return None
    admitted = _common(common, union)
    return "vers:pypi/" + "|".join(_constraints(admitted)) if admitted and admitted != _ALL else None


def _together(specifiers: Iterable[str]) -> tuple[_Interval, ...]:
    found = _ALL
    for text in specifiers:
        for part in SpecifierSet(text):
            found = _common(found, _intervals(part))
    return found


def _intervals(part: Specifier) -> tuple[_Interval, ...]:
    """What one constraint admits. Raises InvalidSpecifier for `===`."""
    if part.operator == "===":
        raise InvalidSpecifier("=== compares text")
    is_prefix = part.version.endswith(".*")
    version = Version(part.version.removesuffix(".*"))
    before, after = (version, 0), (version, 1)
    if is_prefix or part.operator == "~=":
        after = (_next(version, drop=0 if is_prefix else 1), 0)
    if part.operator in {"==", "~="}:
        return ((before, after),)
    if part.operator == "!=":
        return (None, before), (after, None)
    bounds: dict[str, _Interval] = {
        ">=": (before, None),
        ">": (after, None),
        "<": (None, before),
        "<=": (None, after),
    }
    return (bounds[part.operator],)


def _next(version: Version, *, drop: int) -> Version:
    """The first version after all that begin like this one, its last `drop` numbers left out."""
    numbers = version.release[: len(version.release) - drop]
    epoch = f"{version.epoch}!" if version.epoch else ""
    return Version(epoch + ".".join(map(str, (*numbers[:-1], numbers[-1] + 1))))


def _common(first: Iterable[_Interval], second: Sequence[_Interval]) -> tuple[_Interval, ...]:
    """What two ranges both admit; each is sorted and without overlaps, as is the answer."""
    found = [
        (
            max((b for b in (one[0], other[0]) if b), default=None),
            min((b for b in (one[1], other[1]) if b), default=None),
        )
        for one in first
        for other in second
    ]
    return _joined([(low, high) for low, high in found if low is None or high is None or low < high])


def _joined(intervals: Iterable[_Interval]) -> tuple[_Interval, ...]:
    """The same range in order, intervals that touch or overlap made one."""
    found: list[_Interval] = []
    for low, high in sorted(intervals, key=lambda i: (i[0] is not None, i[0] or (Version("0"), 0))):
        if found and (found[-1][1] is None or low is None or low <= found[-1][1]):
            last = found[-1][1]
            found[-1] = (found[-1][0], None if last is None or high is None else max(last, high))
        else:
            found.append((low, high))
    return tuple(found)


def _constraints(intervals: Sequence[_Interval]) -> Iterator[str]:
    """The constraints in order of version, each version once, as vers-spec demands.

    Between two intervals that miss a single version, that version is excluded instead of two bounds.
    """
    ends = [None, *(high for _, high in intervals[:-1])]
    starts = [*(low for low, _ in intervals[1:]), None]
    for (low, high), last, following in zip(intervals, ends, starts, strict=True):
        if low and high and low[0] == high[0]:
            yield _spelled(low[0])
            continue
        if low and not _misses_one(last, low):
            yield f"{'>' if low[1] else '>='}{_spelled(low[0])}"
        if high and _misses_one(high, following):
            yield f"!={_spelled(high[0])}"
        elif high:
            yield f"{'<=' if high[1] else '<'}{_spelled(high[0])}"


def _misses_one(end: _Cut | None, start: _Cut | None) -> bool:
    return end is not None and start is not None and end[0] == start[0]


def _spelled(version: Version) -> str:
    return quote(str(version), safe="")
