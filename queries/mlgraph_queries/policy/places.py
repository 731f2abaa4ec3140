"""Where a project asks for its packages, or has them: the places to look at first."""

from __future__ import annotations

from collections.abc import Mapping

from mlgraph.model import ids
from mlgraph.model.ids import NodeId
from mlgraph.model.states import whole_of
from mlgraph_ontology.kinds import NodeKind
from mlgraph_queries.entries import PackageEntry
from mlgraph_queries.policy.fingerprint import file_of
from mlgraph_queries.policy.rule import Breach, Material, Unjudged


def seen_at(entry: PackageEntry) -> tuple[str, ...]:
    """The places in which a package is declared, locked and installed."""
    return tuple(seen.where for seen in (*entry.declared, *entry.locked, *entry.installed))


def seen_by_id(material: Material) -> Mapping[str, tuple[str, ...]]:
    """Those of every package and every version of it, by id."""
    found: dict[str, dict[str, None]] = {}
    for entry in material.inventory.packages:
        for key in {entry.id.key, entry.package.key}:
            found.setdefault(key, {}).update(dict.fromkeys(seen_at(entry)))
    return {key: tuple(where) for key, where in found.items()}


def lasting(node: NodeId) -> str:
    """What a thing is called when its version or its state moves; empty: the same, or a file, which has its path."""
    if node.kind is NodeKind.FILE:
        return ""
    return ids.package_of(node).key if node.kind is NodeKind.RELEASE else whole_of(node).key


class Naming:
    """How one material's places and subjects are called: none by its path on this machine."""

    def __init__(self, material: Material) -> None:
        root = ids.path_of(material.inventory.project)
        self._prefixes = (f"{ids.file_uri(root)}/", f"{root}/")
        self._document, self._file = material.document, root.name
        self.folder = material.folder

    def places(self, where: tuple[str, ...]) -> tuple[str, ...]:
        """Places, each once; those of a nested project as the project around it has them."""
        return tuple(dict.fromkeys(map(self._placed, where)))

    def subject(self, judged: Breach | Unjudged) -> str:
        """What is broken: a file by its path in the project that is checked, anything else by its id."""
        is_file = bool(judged.where) and file_of(judged.where[0]) == judged.subject
        return self._placed(judged.subject) if is_file else self._within(judged.subject)

    def _placed(self, where: str) -> str:
        where = self._within(where)
        is_inside = self.folder and "://" not in where and not where.startswith("/")
        return f"{self.folder}/{where}" if is_inside else where

    def _within(self, text: str) -> str:
        """A place as the project has it; a bill of materials is called by the name of its file."""
        if self._document and file_of(text) == self._document:
            return self._file + text[len(self._document) :]
        for prefix in self._prefixes:
            text = text.removeprefix(prefix)
        return text
