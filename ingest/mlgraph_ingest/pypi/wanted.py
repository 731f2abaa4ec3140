"""What a caller asks for: names of packages, perhaps with a version or with extras."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mlgraph.model import ids
from mlgraph.model.errors import FormatError
from mlgraph.model.reporter import Reporter
from mlgraph_ingest.project.manifests.requirement import is_name, parse_requirement
from mlgraph_ingest.project.origins import without_secrets
from mlgraph_ontology.kinds import NodeKind


@dataclass(frozen=True, slots=True)
class Wanted:
    """One package to ask for."""

    name: str
    """Canonical."""
    versions: tuple[str, ...] = ()
    """Those in use, sorted; empty: the one that the index shows first."""
    extras: frozenset[str] = frozenset()
    """Whose requirements are followed too."""


def wanted_of(locators: Iterable[str], report: Reporter) -> list[Wanted]:
    """What locators ask for (`torch`, `torch==2.4.0`, `torch[opt-einsum]`, `pkg:pypi/torch@2.4.0`), each package once.

    What names no package is warned of and left out.
    """
    found: dict[str, Wanted] = {}
    for locator in locators:
        try:
            one = _parse(locator.strip())
        except FormatError as error:
            report.warn(f"{error}; it was not asked for")
            continue
        known = found.get(one.name, Wanted(one.name))
        versions = tuple(sorted({*known.versions, *one.versions}))
        found[one.name] = Wanted(one.name, versions, known.extras | one.extras)
    return list(found.values())


def _parse(locator: str) -> Wanted:
    if is_name(locator):
        return Wanted(ids.canonical_name(locator))
    shown = repr(without_secrets(locator))
    if locator.startswith("pkg:"):
        node = ids.parse(locator)
        parts = ids.purl_parts(node)
        if node.kind not in {NodeKind.PACKAGE, NodeKind.RELEASE} or parts.type != "pypi":
            raise FormatError(f"{shown} is no Python package")
        return Wanted(parts.name, (parts.version,) if parts.version else ())
    try:
        asked = parse_requirement(locator)
    except FormatError:
        raise FormatError(f"{shown} is no name of a Python package") from None
    if asked.origin is not None or asked.marker is not None:
        raise FormatError(f"{shown} names no package of an index alone; give its name")
    if asked.specifier is not None and asked.version is None:
        raise FormatError(f"{shown} names no one version; give the name alone, or NAME==VERSION")
    versions = (asked.version,) if asked.version else ()
    return Wanted(ids.canonical_name(asked.name), versions, frozenset(asked.extras))
