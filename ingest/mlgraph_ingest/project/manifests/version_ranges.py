"""The version ranges of Poetry (caret, tilde, wildcard, choices) as specifiers and markers of the Python standards.

What the forms mean is said in Poetry's documentation ("Dependency specification", "Version constraints").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.manifests.requirement import in_reading_order
from mlgraph_ingest.project.origins import without_secrets

LENGTH_LIMIT = 1_000
"""Characters of one range at most."""
_CHOICE = re.compile(r"\s*\|\|?\s*")
_AFTER_OPERATOR = re.compile(r"([\^~=<>!])\s+")
_CLAUSE = re.compile(r"(===|==|=|!=|<=|>=|<|>|~=|~|\^)?(.+)", re.DOTALL)
_WILDCARD = re.compile(r"(\d+(?:\.\d+)*)(?:\.[*xX])+")
_ANY = re.compile(r"v?[*xX](?:\.[*xX])*")
_ORDERED = frozenset({"<", "<=", ">", ">="})
_PLATFORM = re.compile(r"(==|!=)?\s*([\w.-]+)")


@dataclass(frozen=True, slots=True)
class Range:
    """What a range accepts."""

    specifier: str | None
    """As PEP 440 writes it where that can say it, else the words of the source; None: any version."""
    is_comparable: bool = True
    """Whether `specifier` is one of PEP 440."""


@lru_cache(maxsize=16_384)
def version_range(text: str) -> Range:
    """Translate a range exactly; one that a specifier cannot say is kept in its own words.

    >>> version_range("^0.2.3").specifier, version_range("~1.2").specifier, version_range("1.*").specifier
    ('>=0.2.3,<0.3.0', '>=1.2,<1.3', '==1.*')
    >>> version_range(">=1,<2 || >=3")
    Range(specifier='>=1,<2 || >=3', is_comparable=False)
    """
    words = without_secrets(text.strip(), LENGTH_LIMIT)
    try:
        choices = _choices(text)
        if not all(choices):
            return Range(None)
        if len(choices) > 1:
            return Range(words, is_comparable=False)
        return Range(in_reading_order(SpecifierSet(",".join(choices[0]))))
    except (FormatError, InvalidSpecifier):
        return Range(words, is_comparable=False)


def python_marker(text: str) -> str | None:
    """The marker that says for which versions of Python; None for all of them, FormatError for what is no range.

    >>> python_marker("^3.8"), python_marker("<3.9 || >=3.10.2")
    ('python_version >= "3.8" and python_version < "4.0"', 'python_version < "3.9" or python_full_version >= "3.10.2"')
    """
    choices = _choices(text)
    if not all(choices):
        return None
    return _any_of([" and ".join(map(_python_clause, clauses)) for clauses in choices])


def platform_marker(text: str) -> str | None:
    """The marker that says for which platforms; None for all of them, FormatError for what names none.

    >>> platform_marker("linux || darwin")
    'sys_platform == "linux" or sys_platform == "darwin"'
    """
    if text.strip() == "*":
        return None
    return _any_of([" and ".join(map(_platform_clause, each.split(","))) for each in _CHOICE.split(text.strip())])


def all_of(markers: list[str | None]) -> str | None:
    """The marker that holds where all of the given ones do, each of which may be missing."""
    given = [marker for marker in markers if marker]
    return " and ".join(f"({marker})" if len(given) > 1 and " or " in marker else marker for marker in given) or None


def _any_of(markers: list[str]) -> str:
    return " or ".join(markers)


def _choices(text: str) -> list[list[str]]:
    """The clauses of each choice; one without clauses accepts any version."""
    if len(text) > LENGTH_LIMIT:
        raise FormatError(f"a version range of more than {LENGTH_LIMIT:,} characters")
    return [_clauses(choice) for choice in _CHOICE.split(text.strip())]


def _clauses(text: str) -> list[str]:
    joined = _AFTER_OPERATOR.sub(r"\1", text.strip())
    if not joined:
        raise FormatError("an empty version range")
    return [clause for part in re.split(r"[,\s]+", joined) if part for clause in _clause(part)]


def _clause(text: str) -> list[str]:
    """What one clause says in operators of PEP 440."""
    match = _CLAUSE.fullmatch(text)
    if match is None:
        raise FormatError(f"{without_secrets(text)!r} is no version range")
    operator, stated = match[1] or "==", match[2]
    if _ANY.fullmatch(stated) and match[1] in {None, "=", "=="}:
        return []
    operator = "==" if operator == "=" else operator
    wildcard = _WILDCARD.fullmatch(stated)
    if wildcard and operator in {"==", "!="}:
        return [f"{operator}{wildcard[1]}.*"]
    if operator == "===":
        return [text]
    if wildcard and operator in _ORDERED:
        stated = wildcard[1]  # written so in older metadata; Poetry and pip leave the wildcard out
    return _compared(operator, _version(stated))


def _compared(operator: str, version: Version) -> list[str]:
    if operator == "^":
        return [f">={version}", f"<{_next(version, _breaking(version.release))}"]
    if operator == "~":
        return [f">={version}", f"<{_next(version, min(1, len(version.release) - 1))}"]
    if operator == "~=" and len(version.release) == 1:
        return [f">={version}", f"<{_next(version, 0)}"]
    return [f"{operator}{version}"]


def _breaking(release: tuple[int, ...]) -> int:
    """Which part a caret counts up: the first that is not zero, of three at most; the last where all are."""
    return next((index for index, part in enumerate(release[:3]) if part), min(len(release), 3) - 1)


def _next(version: Version, part: int) -> str:
    """The first release in which a part is higher, with as many parts as the version has."""
    release = version.release
    raised = [*release[:part], release[part] + 1, *[0] * (len(release) - part - 1)]
    epoch = f"{version.epoch}!" if version.epoch else ""
    return epoch + ".".join(map(str, raised))


def _version(text: str) -> Version:
    try:
        return Version(text)
    except InvalidVersion as error:
        raise FormatError(f"{without_secrets(text)!r} is no version") from error


def _python_clause(clause: str) -> str:
    match = _CLAUSE.fullmatch(clause)
    operator, version = (match[1], match[2]) if match else ("==", clause)
    name = "python_full_version" if version.removesuffix(".*").count(".") > 1 else "python_version"
    return f'{name} {operator} "{version}"'


def _platform_clause(text: str) -> str:
    match = _PLATFORM.fullmatch(text.strip())
    if match is None:
        raise FormatError(f"{without_secrets(text)!r} names no platform")
    return f'sys_platform {match[1] or "=="} "{match[2]}"'
