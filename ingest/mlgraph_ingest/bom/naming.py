"""What a listed component is called in the graph.

A package URL names it wherever it is listed. Without one, software goes by `pkg:generic/GROUP/NAME@VERSION` (purl
specification, type `generic`: what fits no other type), so that two documents that list it mean the same; of files,
models, data and the like a name is no identity, and each is a part of its document.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from packageurl import PackageURL

from mlgraph.model import ids
from mlgraph.model.artifact_ids import part_of_document
from mlgraph.model.assertions import JsonValue
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph_ingest.bom.things import Component
from mlgraph_ingest.bom.versions import version_or_range
from mlgraph_ontology.kinds import NodeKind

_PARTS = {
    "file": NodeKind.FILE,
    "machine-learning-model": NodeKind.MODEL,
    "data": NodeKind.DATASET,
    "cryptographic-asset": NodeKind.FILE,
}
"""Types of components that no name identifies -> what they are in the graph."""


@dataclass(frozen=True, slots=True)
class Name:
    """What a component is called."""

    node: NodeId
    qualifiers: tuple[tuple[str, JsonValue], ...] = ()
    """What its name cannot hold: a revision that is no commit, a version besides that of its package URL, a range."""
    problem: str | None = None
    """What was wrong with what the document gives for it."""


def name_of(component: Component, locator: str) -> Name:
    """The node of a component of the document at a locator."""
    ranged = (("specifier", component.version_range),) if component.version_range else ()
    if component.type == "service":
        return Name(_service(component), ranged)
    problem = None
    if component.purl is not None:
        try:
            named = _by_purl(component.purl.strip(), component.version)
        except FormatError as error:
            problem = str(error)
        else:
            return Name(named.node, (*named.qualifiers, *ranged))
    kind = _PARTS.get(component.type)
    if kind is NodeKind.DATASET and component.address is not None and (known := _by_address(component.address)):
        return Name(known, ranged, problem)
    if kind is None:
        try:
            return Name(_generic(component.group, component.name, component.version), ranged, problem)
        except FormatError:
            kind = NodeKind.FILE
    stated = (("version", component.version),) if component.version else ()
    part = part_of_document(kind, locator, component.ref or component.place)
    return Name(part, (*stated, *ranged), problem)


@lru_cache(maxsize=65_536)
def _by_purl(text: str, version: str | None) -> Name:
    """The node of a package URL; the version of its component completes it where it has none."""
    known = ids.plain_purl(text)
    if known is not None and known.kind is NodeKind.RELEASE:
        differs = version is not None and version != known.key.rpartition("@")[2]
        return Name(known, (("version", version),) if differs else ())
    parts = _parts(text)
    ranged = version_or_range(parts.version)[1]
    if ranged is not None:  # as GitHub writes a dependency that asks for one: pkg:githubactions/a/b@7.%2A.%2A
        stated = (("version", version),) if version else ()
        return Name(ids.parse(parts._replace(version=None).to_string()), (("specifier", ranged), *stated))
    if parts.type == "huggingface" and (parts.version or version):
        return _hub(parts, parts.version or version or "")
    if parts.version is None and version:
        try:
            return Name(ids.parse(parts._replace(version=version).to_string()))
        except FormatError:
            return Name(ids.parse(text), (("version", version),))
    differs = version is not None and parts.version is not None and version != parts.version
    return Name(ids.parse(text), (("version", version),) if differs else ())


def _by_address(address: str) -> NodeId | None:
    """The dataset at an address; None where that is no web address."""
    try:
        return ids.dataset(address) if address.startswith(("https://", "http://")) else None
    except FormatError:
        return None


def _parts(text: str) -> PackageURL:
    try:
        return PackageURL.from_string(text)
    except ValueError as error:
        raise FormatError(f"{text[:120]!r} is no package URL") from error


def _hub(parts: PackageURL, version: str) -> Name:
    """A model on the hub: at a commit, or as a whole with the revision that is named."""
    if ids.is_commit(version.lower()):
        return Name(ids.parse(parts._replace(version=version).to_string()))
    return Name(ids.parse(parts._replace(version=None).to_string()), (("revision", version),))


@lru_cache(maxsize=65_536)
def _generic(group: str | None, name: str, version: str | None) -> NodeId:
    try:
        return ids.parse(PackageURL("generic", group or None, name, version or None).to_string())
    except ValueError as error:
        raise FormatError(f"{name[:80]!r} makes no package URL: {error}") from error


def _service(component: Component) -> NodeId:
    """A service by who provides it, where that is said, and by what it is called."""
    provider = component.group or next((o.name for o in component.organizations), None)
    try:
        return ids.service(provider or "unnamed", component.name)
    except FormatError:
        return ids.service("unnamed", component.name or "unnamed")
