"""What is compared: the parts of an inventory in one form, each with a name that is the same on both sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mlgraph.model.ids import NodeId
from mlgraph.model.states import whole_of
from mlgraph_ontology.kinds import NodeKind, PropertyKind
from mlgraph_queries.entries import FileEntry, Inventory, PackageEntry, ReferenceEntry, ServiceEntry
from mlgraph_queries.stated import LicenseStatement, Link


@dataclass(frozen=True, slots=True)
class Part:
    """A package, a model, a dataset, a service or a file, in one version."""

    kind: str
    """`package`, `model`, `dataset`, `service` or `file`."""
    name: str
    """What pairs it with the same thing in another version: `pkg:pypi/torch`; of what has no id of its own, its name."""
    version: str | None
    """Version or revision; None: none is said."""
    licenses: frozenset[str] = frozenset()
    """SPDX expressions, or the words of the source where they are none; empty: none is said."""
    hashes: frozenset[str] = frozenset()
    """`sha256:...`."""
    origins: frozenset[str] = frozenset()
    """`derived_from pkg:huggingface/...`, `trained_on ...`: what it was made from."""
    endpoint: str | None = None


def parts(inventory: Inventory) -> list[Part]:
    """The parts of a project, or of what a bill of materials is about, in order."""
    found = [
        *map(_package, inventory.packages),
        *(_reference("model", entry) for entry in inventory.models),
        *(_reference("dataset", entry) for entry in inventory.datasets),
        *map(_service, inventory.services),
        *map(_file, inventory.files),
    ]
    return sorted(set(found), key=lambda part: (part.kind, part.name, part.version or "", sorted(part.hashes)))


def names(inventory: Inventory) -> Mapping[NodeId, str]:
    """Of each part, what it is called in a comparison, by its id."""
    return {
        **{entry.id: str(entry.package) for entry in inventory.packages},
        **{entry.package: str(entry.package) for entry in inventory.packages},
        **{entry.id: _named(entry.id, entry.name) for entry in (*inventory.models, *inventory.datasets)},
        **{entry.id: _named(entry.id, entry.name) for entry in inventory.services},
        **{entry.id: _path(entry) for entry in inventory.files},
        **{entry.id: entry.name for entry in inventory.projects},
    }


def _package(entry: PackageEntry) -> Part:
    return Part("package", str(entry.package), entry.version, _licenses(entry.licenses), frozenset(entry.hashes))


def _reference(kind: str, entry: ReferenceEntry) -> Part:
    known = entry.known
    links = (
        ("derived_from", known.derived_from),
        ("trained_on", known.trained_on),
        ("evaluated_on", known.evaluated_on),
    )
    return Part(
        kind,
        _named(entry.id, entry.name),
        entry.revision,
        _licenses(known.licenses),
        frozenset(str(value) for value in known.values(PropertyKind.HASH)),
        frozenset(f"{how} {origin}" for how, found in links for origin in _origins(found)),
    )


def _service(entry: ServiceEntry) -> Part:
    return Part("service", _named(entry.id, entry.name), None, endpoint=entry.endpoint)


def _file(entry: FileEntry) -> Part:
    origins = frozenset(f"derived_from {origin}" for origin in _origins(entry.origins))
    return Part("file", _path(entry), None, _licenses(entry.licenses), frozenset(entry.hashes), origins)


def _path(entry: FileEntry) -> str:
    """The path of a file, which some tools begin at the root and others do not."""
    return entry.path.removeprefix("./").lstrip("/")


def _named(node: NodeId, name: str) -> str:
    """The id without a version; what only one document names goes by the name that this gives it."""
    return name if node.key.startswith("file://") else str(whole_of(node))


def _licenses(stated: Iterable[LicenseStatement]) -> frozenset[str]:
    return frozenset(found for one in stated if (found := one.expression or one.text))


def _origins(links: Iterable[Link]) -> Iterator[str]:
    for link in links:
        is_part = link.node.kind is NodeKind.FILE or link.node.key.startswith("file://")
        yield link.name if is_part else str(link.node)
