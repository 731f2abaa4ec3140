"""One requirement as the Python standards write it: name, extras, version range, marker or URL."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, JsonValue, edge
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph_ingest.project.origins import Origin, origin, without_secrets
from mlgraph_ontology.kinds import EdgeKind, Scope

LENGTH_LIMIT = 10_000
"""Characters of one requirement at most."""
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_OPERATORS = (">=", ">", "~=", "==", "===", "<", "<=", "!=")
_EXACT = re.compile(r"===?\s*([^\s,*;]+)")
_EXTRA = re.compile(r"""\bextra\s*==\s*["']([^"']+)["']|["']([^"']+)["']\s*==\s*extra\b""")


@dataclass(frozen=True, slots=True)
class Requirement:
    """What one requirement asks for."""

    name: str
    """As it is spelled there."""
    extras: tuple[str, ...] = ()
    """Optional parts of the package that are asked for, in canonical spelling."""
    specifier: str | None = None
    version: str | None = None
    """Only where the specifier allows exactly one."""
    marker: str | None = None
    wanted_by: tuple[str, ...] = ()
    """Extras for which the marker asks for it; empty: always."""
    origin: Origin | None = None
    project: NodeId | None = None
    """The project of the same tree that is asked for, instead of a package of an index."""


@lru_cache(maxsize=16_384)
def parse_requirement(text: str) -> Requirement:
    """Read a requirement of the dependency specifiers standard; FormatError when it is none."""
    from packaging.requirements import InvalidRequirement
    from packaging.requirements import Requirement as Parsed

    if len(text) > LENGTH_LIMIT:
        raise FormatError(f"a requirement of more than {LENGTH_LIMIT:,} characters")
    try:
        parsed = Parsed(text)
        marker = str(parsed.marker) if parsed.marker else None
        specifier = in_reading_order(parsed.specifier)
    except (InvalidRequirement, RecursionError) as error:
        raise FormatError(f"{without_secrets(text)!r} is no requirement (name, version range, marker)") from error
    return Requirement(
        name=parsed.name,
        extras=tuple(sorted({ids.canonical_name(extra) for extra in parsed.extras})),
        specifier=specifier,
        version=exact_version(specifier),
        marker=marker,
        wanted_by=tuple(extras_of(marker)),
        origin=origin(parsed.url) if parsed.url else None,
    )


def standard_marker(text: str) -> str:
    """An environment marker in the one spelling of the standard; FormatError when a text is none."""
    marker = parse_requirement(f"name ; {text}").marker
    if marker is None:
        raise FormatError("an empty marker")
    return marker


def in_reading_order(clauses: Iterable[object]) -> str | None:
    """The clauses of a specifier as people write ranges: `>=2.20,<3,!=2.21`; None where there are none."""
    return ",".join(sorted(map(str, clauses), key=_reading_order)) or None


def exact_version(specifier: str | None) -> str | None:
    """The one version that a specifier allows, as it is written there; None where it allows several.

    >>> exact_version("==2.4.0")
    '2.4.0'
    >>> exact_version("==2.*"), exact_version(">=2")
    (None, None)
    """
    if not specifier or "," in specifier:
        return None
    match = _EXACT.fullmatch(specifier)
    return match[1] if match else None


def extras_of(marker: str | None) -> list[str]:
    """The extras that a marker names, in canonical spelling, sorted."""
    if marker is None or "extra" not in marker:
        return []
    return sorted({ids.canonical_name(left or right) for left, right in _EXTRA.findall(marker)})


def is_name(text: str) -> bool:
    """Whether a text can name a distribution (PyPA names specification)."""
    return len(text) <= 200 and bool(_NAME.fullmatch(text))


def depends(
    subject: NodeId,
    wanted: Requirement,
    evidence: Evidence,
    *,
    scope: Scope,
    hashes: Iterable[str] = (),
    **more: JsonValue,
) -> Assertion:
    """The edge that says that `subject` depends on the package, or the project beside it, of a requirement."""
    place = wanted.origin or Origin(None)
    return edge(
        subject,
        EdgeKind.DEPENDS_ON,
        wanted.project or ids.package(wanted.name),
        evidence,
        **_range(wanted),
        scope=scope.value,
        url=place.url,
        vcs=place.vcs,
        revision=place.revision,
        subdirectory=place.subdirectory,
        local=place.is_local or None,
        hashes=listed(tuple(hashes) or place.hashes),
        **more,
    )


def listed(items: Iterable[str]) -> list[JsonValue] | None:
    """Texts as a qualifier's value; nothing where there are none."""
    return list(items) or None


def _reading_order(clause: str) -> tuple[int, str]:
    """Lower bounds before upper ones and exclusions last."""
    operator = clause[: len(clause) - len(clause.lstrip("<>=!~"))]
    return _OPERATORS.index(operator), clause


def _range(wanted: Requirement) -> dict[str, JsonValue]:
    return {
        "specifier": wanted.specifier,
        "version": wanted.version,
        "marker": wanted.marker,
        "extras": listed(wanted.extras),
    }
