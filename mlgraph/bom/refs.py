"""What each thing of an inventory is called in a document: stable, and free of this machine's paths."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from mlgraph.model.ids import NodeId
from mlgraph_queries.entries import FileEntry, Inventory, PackageEntry, ProjectEntry

TOOL_REF = "tool:mlgraph"
"""What mlgraph itself is called in a document."""


def root_ref(inventory: Inventory) -> str:
    """The bom-ref of what the document is about: a model's id; a project's name, as its key holds a path."""
    if inventory.subject is not None:
        return inventory.subject.id.key
    return "project:" + quote(inventory.name, safe="", errors="backslashreplace")


def file_ref(entry: FileEntry) -> str:
    """A file's bom-ref, from its path in the project."""
    return "file:" + quote(entry.path, errors="backslashreplace")


def project_ref(entry: ProjectEntry) -> str:
    """The bom-ref of another project of the tree, from its path, which a name alone is never mistaken for."""
    return "project:./" + quote(entry.path, errors="backslashreplace")


def package_ref(entry: PackageEntry) -> str:
    """A package's bom-ref: its id; of one from a path of the machine its name, as its id would name a release."""
    if any(place.is_direct and place.url is None for place in entry.origins):
        return "local:" + entry.id.key.removeprefix("pkg:pypi/").removeprefix("pkg:")
    return entry.id.key


def refs(inventory: Inventory) -> dict[NodeId, str]:
    """The bom-ref of every entry."""
    return dict(_refs(inventory))


def _refs(inventory: Inventory) -> Iterator[tuple[NodeId, str]]:
    for package in inventory.packages:
        yield package.id, package_ref(package)
    for entries in (inventory.models, inventory.datasets, inventory.services):
        for entry in entries:
            yield entry.id, entry.id.key
    for project in inventory.projects:
        yield project.id, project_ref(project)
    for file in inventory.files:
        yield file.id, file_ref(file)
    if inventory.subject is not None:
        yield inventory.subject.id, inventory.subject.id.key
    for artifact in inventory.related:
        yield artifact.id, artifact.id.key
