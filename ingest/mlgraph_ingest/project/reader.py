"""Reads a project: its tree, the files in it that say something, and the environment it is installed with."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pathlib import Path

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, Reading, fact
from mlgraph.model.errors import MlgraphError
from mlgraph.model.http import Http
from mlgraph.model.ids import NodeId
from mlgraph.model.reporter import Reporter
from mlgraph.model.request import Request
from mlgraph_ingest.project import pyproject
from mlgraph_ingest.project.context import Context, Problems
from mlgraph_ingest.project.documents import Maker
from mlgraph_ingest.project.environment import Environment, find_environment
from mlgraph_ingest.project.formats import REQUIREMENTS, Format, format_of, unread_pattern
from mlgraph_ingest.project.requirements_plan import plan
from mlgraph_ingest.project.toml_document import Table, read_toml
from mlgraph_ingest.project.tree import SourceFile, Tree, check_folder, printable, walk
from mlgraph_ontology.kinds import Method, PropertyKind, Scope

TREE_READER = "tree/1"


@dataclass(frozen=True, slots=True)
class ProjectRequest:
    """Which project to read, and with which environment."""

    root: Path
    """Its folder."""
    python: Path | None = None
    """A virtual environment, an interpreter or a folder of installed packages; None: no environment is read."""

    @property
    def project(self) -> NodeId:
        """The project's id: that of its real path, so that links and `..` lead to the same project."""
        return ids.project(Path(os.path.realpath(self.root)))


def source(request: Request, *, http: Http | None, report: Reporter) -> Iterator[Reading]:
    """The source `project`: locators are projects' folders, the option `python` an environment to read with them."""
    python = request.options.get("python")
    wanted = [ProjectRequest(Path(locator), Path(python) if python else None) for locator in request.locators]
    return chain.from_iterable([read(project, http=http, report=report) for project in wanted])


def read(request: ProjectRequest, *, http: Http | None = None, report: Reporter) -> Iterator[Reading]:
    """All documents of a project, the tree itself first; each is parsed when its assertions are asked for.

    Nothing of the project or its environment is executed or imported, and nothing is fetched (`http` is not used).
    Raises UsageError, before the first document, when there is no such project or environment.
    """
    del http
    root = check_folder(request.root)
    found = find_environment(request.python) if request.python is not None else None
    return _readings(root, request.project, found, report)


def _readings(root: Path, project: NodeId, found: Environment | None, report: Reporter) -> Iterator[Reading]:
    maker = Maker(project.key, datetime.now(UTC))
    report.step("reading the project's tree")
    tree = walk(root, report=report)
    context = _context(project, tree)
    matched = _matched(tree, context)
    yield _tree_reading(maker, tree, context, matched)
    report.step("reading the project's files", total=len(matched))
    for file, form in matched:
        yield _file_reading(maker, file, form, context)
        report.advance()
    if found is not None:
        from mlgraph_ingest.project.environment_reader import environment_readings

        yield from environment_readings(maker, found, root, context, report)


def _context(project: NodeId, tree: Tree) -> Context:
    said = {file.relative: _said(file) for file in tree.files if file.name == pyproject.NAME}
    members: dict[str, str] = {}
    also: dict[str, Scope] = {}
    for relative, table in said.items():
        folder = relative.rpartition("/")[0]
        name = pyproject.declared_name(table)
        if name:
            members[folder] = name
        if not folder:
            also.update(pyproject.requirements_files(table))
    return Context(project, members.get(""), members, plan(tree.files, also))


def _said(file: SourceFile) -> Table:
    """What a project file says; nothing where it cannot be read, which is said when the file itself is read."""
    try:
        return read_toml(file)[1]
    except MlgraphError:
        return {}


def _matched(tree: Tree, context: Context) -> list[tuple[SourceFile, Format]]:
    """Each file that some reader reads, once, however many links lead to it."""
    found: dict[Path, tuple[SourceFile, Format]] = {}
    for file in tree.files:
        form = REQUIREMENTS if file.relative in context.roles else format_of(file.relative)
        if form is not None and (file.path not in found or _is_at_its_path(file, tree.root)):
            found[file.path] = (file, form)
    return list(found.values())


def _is_at_its_path(file: SourceFile, root: Path) -> bool:
    """Whether a file is where its path says, not a link from elsewhere in the project."""
    return file.path.is_relative_to(root) and printable(file.path.relative_to(root).as_posix()) == file.relative


def _file_reading(maker: Maker, file: SourceFile, form: Format, context: Context) -> Reading:
    parts = (file.relative, form.context(file, context), form.content(file))
    return maker.reading(ids.file_uri(file.path), file.relative, form.reader, parts, partial(form.read, file, context))


def _tree_reading(maker: Maker, tree: Tree, context: Context, matched: list[tuple[SourceFile, Format]]) -> Reading:
    locator = f"{ids.file_uri(tree.root)}#tree"
    assertions = list(_tree_assertions(locator, tree, context, {file.path for file, _ in matched}))
    parts = (repr([(said.predicate, said.value) for said in assertions]),)
    return maker.reading(locator, ".", TREE_READER, parts, lambda: assertions)


def _tree_assertions(locator: str, tree: Tree, context: Context, read_paths: set[Path]) -> Iterator[Assertion]:
    if tree.root.name:
        evidence = Evidence("", Method.INFERRED, "folder-name")
        yield fact(context.project, PropertyKind.NAME, printable(tree.root.name), evidence)
    seen = Evidence("", Method.OBSERVED, "tree")
    unread = Counter(_unread(tree, read_paths))
    for why, count in [*tree.excluded.items(), *sorted(unread.items())]:
        yield fact(context.project, PropertyKind.EXCLUDED, {"reason": why, "count": count}, seen)
    problems = Problems(locator, Method.OBSERVED)
    for text in tree.problems:
        problems.add("", text)
    yield from problems.assertions()


def _unread(tree: Tree, read_paths: set[Path]) -> Iterator[str]:
    for file in tree.files:
        pattern = unread_pattern(file.relative)
        if pattern and (file.path not in read_paths or " " in pattern):
            yield f"not read by this version: {pattern}"
