"""What the Python code of a project names: models, datasets and hosted services, each with its line."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, JsonValue, edge, fact
from mlgraph.model.garbage import without_collection
from mlgraph.model.ids import NodeId
from mlgraph_ingest.project.code.calls import Reference, UnknownReference
from mlgraph_ingest.project.code.names import Folders
from mlgraph_ingest.project.code.references import references
from mlgraph_ingest.project.code.sources import Sources
from mlgraph_ingest.project.code.survey import survey
from mlgraph_ingest.project.code.tests import is_test
from mlgraph_ingest.project.code.text import SOURCE_LIMIT, decoded, parsed
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ontology.kinds import EdgeKind, Method, NodeKind, PropertyKind, Scope


def read_code(file: SourceFile, project: NodeId, *, sources: Sources | None = None) -> Iterator[Assertion]:
    """The models, datasets and services that a Python file names, and the references whose value is not known.

    `sources` are the Python files of the project, which the file may import from or be called by.
    Raises FormatError where the file is no Python that this interpreter can parse, or exceeds a limit.
    """
    among = sources or Sources()
    if among.may_refer(file):
        source = decoded(file.read_bytes(limit=SOURCE_LIMIT), file.relative)
        yield from read_source(source, file, project, sources=among)


def read_source(
    source: str,
    file: SourceFile,
    project: NodeId,
    *,
    sources: Sources | None = None,
    locate: Callable[[int], str] = str,
) -> Iterator[Assertion]:
    """The same, of the text of a file, without asking first whether it names a library at all.

    `locate` says how a line of the text is called in its document: of a notebook, cell and line.
    """
    scope = Scope.TEST if is_test(file.relative) else None
    told: set[tuple[NodeId, PropertyKind]] = set()
    seen: set[tuple[NodeId, str, str, str]] = set()
    asked: set[tuple[NodeKind, str, str, str]] = set()
    folders = Folders(ids.path_of(project), file.path.parent)
    for reference in _references(source, file, sources or Sources(), folders):
        where = locate(reference.line)
        if isinstance(reference, UnknownReference):
            open_question = (reference.kind, where, reference.path, reference.expression)
            if open_question not in asked:
                asked.add(open_question)
                yield _unresolved(project, reference, where)
            continue
        evidence = _evidence(reference, where)
        own = Scope.DATA if reference.node.kind is NodeKind.DATASET else Scope.RUNTIME
        qualifiers = {"scope": scope or own, "defined_at": reference.defined_at, **reference.qualifiers}
        said = (reference.node, where, reference.rule.name, repr(qualifiers))
        if said in seen:
            continue
        seen.add(said)
        yield edge(project, EdgeKind.DEPENDS_ON, reference.node, evidence, **qualifiers)
        for kind, value in _told_of(reference):
            if (reference.node, kind) not in told:
                told.add((reference.node, kind))
                yield fact(reference.node, kind, value, evidence)


def _references(
    source: str, file: SourceFile, sources: Sources, folders: Folders
) -> list[Reference | UnknownReference]:
    with without_collection():
        module = survey(parsed(source, file.relative), file.relative)
        found = list(references(module, sources, folders, source=source))
        sources.end()
        module.release()
    return found


def _evidence(reference: Reference, where: str) -> Evidence:
    method = Method.OBSERVED if reference.is_literal else Method.INFERRED
    return Evidence(where, method, reference.rule.name)


def _unresolved(project: NodeId, reference: UnknownReference, where: str) -> Assertion:
    value: JsonValue = {
        "kind": reference.kind.value,
        "callable": reference.path,
        "expression": reference.expression,
    }
    evidence = Evidence(where, Method.OBSERVED, reference.rule.name)
    return fact(project, PropertyKind.UNRESOLVED, value, evidence)


def _told_of(reference: Reference) -> Iterator[tuple[PropertyKind, JsonValue]]:
    if reference.provider is not None:
        yield PropertyKind.PROVIDER, reference.provider
        yield PropertyKind.NAME, reference.name
    if reference.endpoint is not None:
        yield PropertyKind.ENDPOINT, reference.endpoint
