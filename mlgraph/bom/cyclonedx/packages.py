"""Packages as library components."""

from __future__ import annotations

from collections.abc import Iterator

from cyclonedx.model import Property
from cyclonedx.model.component import Component, ComponentScope, ComponentType

from mlgraph.bom.cyclonedx.declared_range import declared_range
from mlgraph.bom.cyclonedx.draft import Draft, hashes, note
from mlgraph.bom.cyclonedx.index import index_notes
from mlgraph.bom.cyclonedx.licensing import licensing
from mlgraph.bom.cyclonedx.sources import source_links, source_notes
from mlgraph.bom.links import links
from mlgraph.bom.purls import package_purl
from mlgraph.bom.refs import package_ref
from mlgraph.model.assertions import JsonValue
from mlgraph_ontology.kinds import Scope
from mlgraph_queries.entries import PackageEntry
from mlgraph_queries.origins import origin
from mlgraph_queries.stated import Sighting

_SCOPES = {Scope.RUNTIME: ComponentScope.REQUIRED, Scope.OPTIONAL: ComponentScope.OPTIONAL}
"""All others are `excluded`: "component usage for test and other non-runtime purposes" (schema 1.6, scope)."""


def package(entry: PackageEntry, spec_version: str) -> Draft:
    """A package in its one version, or in none that is known: a range never stands as a version.

    One whose markers are all false in the environment that was read is optional: "not capable of being called due to
    them not being installed" (schema 1.6, scope); without a scope it would count as required.
    """
    licenses, other_licenses = licensing(entry.licenses)
    known_hashes, other_hashes = hashes(entry.hashes)
    ranged = _range(entry) if spec_version >= "1.7" else None
    component = Component(
        type=ComponentType.LIBRARY,
        name=entry.name,
        version=entry.version,
        bom_ref=package_ref(entry),
        purl=package_purl(entry),
        scope=_scope(entry),
        is_external=True if ranged else None,
        description=entry.description,
        hashes=known_hashes,
        licenses=licenses,
        external_references=[*links(entry.homepages, entry.repository), *source_links(entry.origins)],
        properties=[
            *_properties(entry),
            *source_notes(entry.origins),
            *index_notes(entry),
            *other_licenses,
            *other_hashes,
        ],
    )
    overlay: dict[str, JsonValue] = {"versionRange": ranged} if ranged else {}
    return Draft(component, (*entry.declared, *entry.locked, *entry.installed), overlay)


def _scope(entry: PackageEntry) -> ComponentScope | None:
    if not entry.applies:
        return ComponentScope.OPTIONAL
    return None if entry.scope is None else _SCOPES.get(entry.scope, ComponentScope.EXCLUDED)


def _range(entry: PackageEntry) -> str | None:
    """The range that the environment has to provide it in: only an external component at run time may have one.

    Ranges of conda are not those of PEP 440, and vers has no scheme for them; they stay as they are written.
    """
    if entry.version is None and entry.scope is Scope.RUNTIME and entry.id.key.startswith("pkg:pypi/"):
        return declared_range(entry.declared)
    return None


def _properties(entry: PackageEntry) -> Iterator[Property]:
    if not entry.applies:
        yield note("inapplicable", "every marker that asks for it is false in the environment that was read")
    if entry.scope is not None:
        yield note("scope", entry.scope)
    if entry.version is None:
        yield note("resolution", "unresolved")
        yield from (note("version-range", text) for text in dict.fromkeys(map(_specified, entry.declared)) if text)
    elif entry.version_method is not None:
        yield note("version-method", entry.version_method)
    yield from (note("declared", _declaration(sighting)) for sighting in entry.declared)
    yield from (note("locked", _stated(sighting)) for sighting in entry.locked)
    yield from (note("installed", _stated(sighting)) for sighting in entry.installed)


def _specified(sighting: Sighting) -> str:
    """A declaration's range with the marker under which it counts."""
    specifier, marker = (sighting.detail.get(name) for name in ("specifier", "marker"))
    return f"{specifier}; {marker}" if specifier and marker else str(specifier or "")


def _stated(sighting: Sighting) -> str:
    return f"{sighting.version or 'no version'} at {sighting.where}"


def _declaration(sighting: Sighting) -> str:
    """`[gpu] >=2.0; python_version < '3.12' at requirements.txt:3`."""
    said = {name: value for name, value in sighting.detail.items() if isinstance(value, str) and value}
    extras = sighting.detail.get("extras")
    words = [f"[{','.join(map(str, extras))}]"] if isinstance(extras, list) and extras else []
    place = origin(sighting)
    if place.is_direct:
        words.append(f"@ {place.address}")
    elif "specifier" in said or sighting.version:
        words.append(said.get("specifier") or f"=={sighting.version}")
    else:
        words.append("any version")
    text = " ".join(words) + (f"; {said['marker']}" if "marker" in said else "")
    asked = [f"{name} {said[name]}" for name in ("extra", "group") if name in said]
    return f"{text}{' (' + ', '.join(asked) + ')' if asked else ''} at {sighting.where}"
