"""Reads a project: its tree, the files in it that say something, and the environment it is installed with."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pathlib import Path

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, Reading, edge, fact
from mlgraph.model.errors import UsageError
from mlgraph.model.http import Http
from mlgraph.model.ids import NodeId
from mlgraph.model.reporter import Reporter
from mlgraph.model.request import Request
from mlgraph_ingest.project.code.sources import Sources
from mlgraph_ingest.project.config.names import passed_over
from mlgraph_ingest.project.context import Context, Problems
from mlgraph_ingest.project.documents import Maker
from mlgraph_ingest.project.formats import REQUIREMENTS, Format, format_of, unread_pattern
from mlgraph_ingest.project.installed.environment import Environment, find_environment
from mlgraph_ingest.project.manifests import pyproject
from mlgraph_ingest.project.manifests.named_requirements import named_requirements
from mlgraph_ingest.project.manifests.requirements_plan import plan
from mlgraph_ingest.project.members import Member, Members, nearest, share
from mlgraph_ingest.project.meter import Meter
from mlgraph_ingest.project.tree import SourceFile, Tree, check_folder, printable, walk
from mlgraph_ingest.signatures.trust import NOTHING_TRUSTED, OPTIONS, Trust, trust_from
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind

TREE_READER = "tree/2"


@dataclass(frozen=True, slots=True)
class ProjectRequest:
    """Which project to read, and with which environment."""

    root: Path
    """Its folder."""
    python: Path | None = None
    """A virtual environment, an interpreter or a folder of installed packages; None: no environment is read."""
    hashes: bool = True
    """Whether weight files are hashed, which reads all of them."""
    trust: Trust = NOTHING_TRUSTED
    """What the signatures beside weight files are checked against."""

    @property
    def project(self) -> NodeId:
        """The project's id: that of its real path, so that links and `..` lead to the same project."""
        return ids.project(Path(os.path.realpath(self.root)))


def source(request: Request, *, http: Http | None, report: Reporter) -> Iterator[Reading]:
    """The source `project`: locators are projects' folders.

    The option `python` names an environment to read with them; `hash=no` leaves weight files unhashed; those of
    `trust_from` say what the signatures beside weight files are checked against.
    """
    known = {"python", "hash", *OPTIONS}
    unknown = sorted(set(request.options) - known)
    if unknown:
        raise UsageError(f"the source project has no option {unknown[0]!r}; it has: {', '.join(sorted(known))}")
    if not request.locators:
        raise UsageError("the source project needs to be told what to read; give the folder of a project")
    python, hashes = request.options.get("python"), request.options.get("hash", "yes")
    if hashes not in {"yes", "no"}:
        raise UsageError(f"the option hash is yes or no, not {hashes!r}")
    environment = Path(python) if python else None
    trust = trust_from(request.options)
    wanted = [ProjectRequest(Path(locator), environment, hashes == "yes", trust) for locator in request.locators]
    return chain.from_iterable([read(project, http=http, report=report) for project in wanted])


def read(request: ProjectRequest, *, http: Http | None = None, report: Reporter) -> Iterator[Reading]:
    """All documents of a project, the tree itself first; each is parsed when its assertions are asked for.

    Projects that are nested in it follow, each with documents of its own.

    Nothing of the project or its environment is executed or imported, and nothing is fetched (`http` is not used).
    Raises UsageError, before the first document, when there is no such project or environment.
    """
    del http
    root = check_folder(request.root)
    found = find_environment(request.python) if request.python is not None else None
    return _readings(root, found, report, hashes=request.hashes, trust=request.trust)


def _readings(
    root: Path, found: Environment | None, report: Reporter, *, hashes: bool, trust: Trust
) -> Iterator[Reading]:
    observed_at = datetime.now(UTC)
    report.step("reading the project's tree")
    tree = walk(root, report=report)
    members = Members(tree)
    for member in members.all:
        maker = Maker(ids.project(member.root).key, observed_at)
        meter = Meter(report)
        context = replace(_context(members, member), hashes=hashes, trust=trust, advance=meter.count)
        matched = _matched(members, member, context)
        yield _tree_reading(maker, tree, members, member, matched)
        small = [(file, form) for file, form in matched if not form.is_large]
        report.step(f"reading the files of {printable(member.root.name)}", total=len(small))
        for file, form in small:
            yield _file_reading(maker, file, form, context)
            report.advance()
        large = [(file, form) for file, form in matched if form.is_large]
        meter.begin(f"reading the weight files of {printable(member.root.name)}", [file.size for file, _ in large])
        for file, form in large:
            yield _file_reading(maker, file, form, context)
            meter.end()
        if found is not None and not member.folder:
            from mlgraph_ingest.project.installed.environment_reader import environment_readings

            yield from environment_readings(maker, found, root, context, report)


def _context(members: Members, member: Member) -> Context:
    also = named_requirements(member.files)
    also.update(pyproject.requirements_files(member.said.get(pyproject.NAME, {})))
    roles = plan(member.files, also, partial(members.file, member))
    projects = {path.rpartition("/")[0]: table for path, table in member.said.items()}
    project, sources = ids.project(member.root), Sources.of(member.files)
    return Context(project, member.name, members.names(member), roles, projects, sources, member.manifest)


def _matched(members: Members, member: Member, context: Context) -> list[tuple[SourceFile, Format]]:
    """Each file that some reader reads for a project, once, however many links lead to it."""
    found: dict[Path, tuple[SourceFile, Format]] = {}
    own = {file.relative for file in member.files}
    beside = [members.file(member, path) for path in context.roles if path not in own]
    for file in (*member.files, *filter(None, beside), *members.shared_locks(member)):
        form = REQUIREMENTS if file.relative in context.roles else format_of(file.relative)
        if form is None or (file.path in found and not _is_at_its_path(file, member.root)):
            continue
        if form.holds(file):
            found[file.path] = (file, form)
    return list(found.values())


def _is_at_its_path(file: SourceFile, root: Path) -> bool:
    """Whether a file is where its path says, not a link from elsewhere in the project."""
    return file.path.is_relative_to(root) and printable(file.path.relative_to(root).as_posix()) == file.relative


def _file_reading(maker: Maker, file: SourceFile, form: Format, context: Context) -> Reading:
    parts = (file.relative, form.context(file, context), form.content(file))
    return maker.reading(ids.file_uri(file.path), file.relative, form.reader, parts, partial(form.read, file, context))


def _tree_reading(
    maker: Maker, tree: Tree, members: Members, member: Member, matched: list[tuple[SourceFile, Format]]
) -> Reading:
    locator = f"{ids.file_uri(member.root)}#tree"
    assertions = list(_tree_assertions(locator, tree, members, member, {file.path for file, _ in matched}))
    parts = (repr([(said.predicate, said.object, said.value) for said in assertions]),)
    return maker.reading(locator, ".", TREE_READER, parts, lambda: assertions)


def _tree_assertions(
    locator: str, tree: Tree, members: Members, member: Member, read_paths: set[Path]
) -> Iterator[Assertion]:
    project = ids.project(member.root)
    if member.root.name:
        evidence = Evidence("", Method.INFERRED, "folder-name")
        yield fact(project, PropertyKind.NAME, printable(member.root.name), evidence)
    seen = Evidence("", Method.OBSERVED, "tree")
    for other in members.all if not member.folder else ():
        if other.folder:
            yield edge(project, EdgeKind.CONTAINS, ids.project(other.root), seen)
    folders = [other.folder for other in members.all]
    excluded = share(tree.excluded_in, folders).get(member.folder, {})
    unread = Counter(_unread(member, read_paths))
    for why, count in [*sorted(excluded.items()), *sorted(unread.items())]:
        yield fact(project, PropertyKind.EXCLUDED, {"reason": why, "count": count}, seen)
    problems = Problems(locator, Method.OBSERVED)
    for folder, text in tree.problems_in:
        if nearest(folder, folders) == member.folder:
            problems.add("", text)
    yield from problems.assertions()


def _unread(member: Member, read_paths: set[Path]) -> Iterator[str]:
    for file in member.files:
        if file.path not in read_paths and (why := passed_over(file)):
            yield why
        pattern = unread_pattern(file.relative)
        if pattern and (file.path not in read_paths or " " in pattern):
            yield f"not read by this version: {pattern}"
