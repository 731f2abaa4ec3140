"""What the readers of single files know of the project around them."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mlgraph.model import ids
from mlgraph.model.ids import NodeId
from mlgraph_ingest.project.code.sources import Sources
from mlgraph_ingest.project.manifests.requirements_plan import Role
from mlgraph_ingest.project.problems import Problems
from mlgraph_ingest.project.toml_document import EMPTY, Table
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ingest.signatures.trust import NOTHING_TRUSTED, Trust

__all__ = ["Context", "Problems", "problems_of"]


@dataclass(frozen=True, slots=True)
class Context:
    """The project that a file belongs to."""

    project: NodeId
    name: str | None
    """The name that the project itself declares, in canonical spelling."""
    members: Mapping[str, str | None] = field(default_factory=dict)
    """Folder (empty: its own; `../lib`: beside it) of each project of the tree -> the name that it declares."""
    roles: Mapping[str, Role] = field(default_factory=dict)
    """Path of each requirements file -> what it is to the project."""
    projects: Mapping[str, Table] = field(default_factory=dict)
    """Folder (`` for the root) of each project file in the tree -> what it says."""
    sources: Sources = field(default_factory=Sources)
    """Its Python files, as their imports see them."""
    manifest: str | None = None
    """The file at the root that speaks for the project's name: pyproject.toml before setup.py before setup.cfg."""
    hashes: bool = True
    """Whether weight files are hashed, which reads all of them."""
    trust: Trust = NOTHING_TRUSTED
    """What the signatures beside weight files are checked against."""
    advance: Callable[[int], None] = lambda _: None
    """Told how many bytes of a weight file were hashed."""

    def project_beside(self, file: SourceFile) -> Table:
        """What the project file in the folder of a file says; nothing where there is none."""
        return self.projects.get(file.relative.rpartition("/")[0], EMPTY)

    def project_in(self, folder: str) -> NodeId | None:
        """The project in a folder, as this project sees it (empty: itself); None where no project is there."""
        own = os.fspath(ids.path_of(self.project))
        path = os.path.normpath(os.path.join(own, folder))  # noqa: PTH118 - a Path would not take `..` apart
        if path == own:
            return self.project
        return ids.project(Path(path)) if os.path.relpath(path, own) in self.members else None

    def project_named(self, name: str) -> NodeId | None:
        """The project of the tree that declares a name; None where none does, or several do."""
        canonical = ids.canonical_name(name)
        folders = [folder for folder, declared in self.members.items() if declared == canonical]
        return self.project_in(folders[0]) if len(folders) == 1 else None

    def project_at(self, file: SourceFile, path: str | None) -> NodeId | None:
        """The project of this tree to which a path leads, as a file gives it; None where there is none."""
        return None if path is None else self.project_in(posixpath.join(posixpath.dirname(file.relative), path))


def problems_of(file: SourceFile) -> Problems:
    """An empty list of problems of a file."""
    return Problems(ids.file_uri(file.path))
