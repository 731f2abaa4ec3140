"""The projects of a tree: the one at its root, and those that are nested in it (a monorepo)."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from mlgraph.model.errors import MlgraphError
from mlgraph_ingest.project.manifests import pyproject
from mlgraph_ingest.project.toml_document import Table, read_toml, table_in, texts_in
from mlgraph_ingest.project.tree import SourceFile, Tree

_PROJECT_TABLES = (("project",), ("tool", "poetry"), ("tool", "pdm"), ("tool", "flit"), ("tool", "pixi"))
"""Tables of a pyproject.toml that make its folder a project; one that only sets up linters makes none."""
_PROJECT_FILES = frozenset({"Pipfile", "pixi.toml"})
_SETUP_CALL = re.compile(rb"\b(?:setuptools|distutils|skbuild|cpp_extension)\b")
_SETUP_SECTION = re.compile(rb"^\[(?:metadata|options)\]", re.MULTILINE)
_MARKS = {"setup.py": _SETUP_CALL, "setup.cfg": _SETUP_SECTION}
"""Files that make their folder a project if they say something of this form: other files have these names, too."""
_MARK_LIMIT = 2**20


@dataclass(frozen=True, slots=True)
class Member:
    """One project of a tree."""

    root: Path
    """Its folder on disk."""
    folder: str
    """Its folder in the tree; empty for the project at the root."""
    said: Mapping[str, Table]
    """What each pyproject.toml of its own says, by path in the project."""
    files: tuple[SourceFile, ...]
    """Its own files, those of projects nested in it left out, with their paths in the project."""

    name: str | None
    """The name that the project itself declares, in canonical spelling."""
    manifest: str | None
    """The file that declares it."""


class Members:
    """All projects of a tree, the root's first, and the way from one to the files of another."""

    def __init__(self, tree: Tree) -> None:
        self._files = {file.relative: file for file in tree.files}
        self._said = {path: _said(file) for path, file in self._files.items() if file.name == pyproject.NAME}
        folders = {"", *(_folder(path) for path, file in self._files.items() if self._makes_a_project(file))}
        owned: dict[str, list[SourceFile]] = {folder: [] for folder in sorted(folders)}
        for file in tree.files:
            owned[nearest(_folder(file.relative), folders)].append(file)
        self.all = tuple(self._member(tree.root, folder, files) for folder, files in owned.items())

    def file(self, member: Member, relative: str) -> SourceFile | None:
        """The file at a path as one project sees it, also one of another project (`../lib/requirements.txt`)."""
        found = self._files.get(posixpath.normpath(posixpath.join(member.folder, relative)))
        return replace(found, relative=relative) if found is not None else None

    def names(self, member: Member) -> dict[str, str | None]:
        """Folder, as one project sees it (empty: its own), of each project -> the name that it declares."""
        return {_seen_from(member.folder, other.folder): other.name for other in self.all}

    def shared_locks(self, member: Member) -> Iterator[SourceFile]:
        """The uv.lock of the workspace that a project is a member of (uv documentation, "Using workspaces")."""
        for other in self.all:
            below = _seen_from(other.folder, member.folder)
            if below and not below.startswith("..") and _is_in_workspace(below, other.said.get(pyproject.NAME, {})):
                lock = self.file(member, posixpath.join(_seen_from(member.folder, other.folder), "uv.lock"))
                if lock is not None:
                    yield lock

    def _makes_a_project(self, file: SourceFile) -> bool:
        if file.name == pyproject.NAME:
            return any(table_in(self._said[file.relative], *keys) for keys in _PROJECT_TABLES)
        if file.name in _PROJECT_FILES:
            return True
        mark = _MARKS.get(file.name)
        return mark is not None and _holds(file, mark)

    def _member(self, root: Path, folder: str, files: Iterable[SourceFile]) -> Member:
        start = len(folder) + 1 if folder else 0
        said = {file.relative[start:]: self._said[file.relative] for file in files if file.relative in self._said}
        own = tuple(replace(file, relative=file.relative[start:]) for file in files)
        name, manifest = _declared_name(said, own)
        return Member(root / folder if folder else root, folder, said, own, name, manifest)


def nearest(folder: str, folders: Iterable[str]) -> str:
    """The innermost of some folders that a folder lies in, or is."""
    known = frozenset(folders)
    while folder not in known:
        folder = folder.rpartition("/")[0]
    return folder


def share(counted: Mapping[tuple[str, str], int], folders: Iterable[str]) -> dict[str, dict[str, int]]:
    """What was counted by (folder, reason), for the innermost of some folders each."""
    known = frozenset(folders)
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for (folder, reason), count in counted.items():
        of = found[nearest(folder, known)]
        of[reason] = of.get(reason, 0) + count
    return found


def _is_in_workspace(folder: str, said: Table) -> bool:
    workspace = table_in(said, "tool", "uv", "workspace")
    is_member = any(fnmatchcase(folder, posixpath.normpath(glob)) for glob in texts_in(workspace, "members"))
    return is_member and not any(
        fnmatchcase(folder, posixpath.normpath(glob)) for glob in texts_in(workspace, "exclude")
    )


def _declared_name(said: Mapping[str, Table], files: Iterable[SourceFile]) -> tuple[str | None, str | None]:
    """The name of a project and the file that declares it: setuptools asks setup.cfg only for what setup() leaves."""
    name = pyproject.declared_name(said.get(pyproject.NAME, {}))
    if name is not None:
        return name, pyproject.NAME
    at_root = {file.relative: file for file in files}
    if at_root.keys().isdisjoint({"setup.py", "setup.cfg"}):
        return None, None
    from mlgraph_ingest.project.manifests import setup_cfg, setup_py

    for manifest, name_of in ((setup_py.NAME, setup_py.setup_py_name), (setup_cfg.NAME, setup_cfg.setup_cfg_name)):
        name = name_of(at_root[manifest]) if manifest in at_root else None
        if name is not None:
            return name, manifest
    return None, None


def _seen_from(folder: str, other: str) -> str:
    """The path of a folder of the tree as another one sees it; empty for itself."""
    return posixpath.relpath(f"/{other}", f"/{folder}") if other != folder else ""


def _folder(relative: str) -> str:
    return relative.rpartition("/")[0]


def _said(file: SourceFile) -> Table:
    """What a project file says; nothing where it cannot be read, which is said when the file itself is read."""
    try:
        return read_toml(file)[1]
    except MlgraphError:
        return {}


def _holds(file: SourceFile, mark: re.Pattern[bytes]) -> bool:
    try:
        return bool(mark.search(file.read_bytes(_MARK_LIMIT)))
    except MlgraphError:
        return False
