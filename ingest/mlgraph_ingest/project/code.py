"""What the Python code of a project names: models, datasets and hosted services, each with its line."""

from __future__ import annotations

import ast
import io
import tokenize
import unicodedata
import warnings
from collections.abc import Iterator
from pathlib import Path

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, JsonValue, edge, fact
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph_ingest.project.code_calls import Reference, UnknownReference
from mlgraph_ingest.project.code_references import references
from mlgraph_ingest.project.code_survey import survey
from mlgraph_ingest.project.rules import ROOTS
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ontology.kinds import EdgeKind, Method, NodeKind, PropertyKind, Scope

SOURCE_LIMIT = 8 * 2**20
"""Bytes of a Python file that are read at most; its syntax tree takes about a hundred times as much."""
_TEST_FOLDERS = frozenset({"test", "tests", "testing"})


def read_code(file: SourceFile, project: NodeId) -> Iterator[Assertion]:
    """The models, datasets and services that a Python file names, and the references whose value is not known.

    Raises FormatError where the file is no Python that this interpreter can parse, or exceeds a limit.
    """
    source = decoded(file.read_bytes(limit=SOURCE_LIMIT), file.relative)
    if may_refer(source):
        yield from read_source(source, file, project)


def read_source(source: str, file: SourceFile, project: NodeId) -> Iterator[Assertion]:
    """The same, of the text of a file, without asking first whether it names a library at all."""
    module = survey(parsed(source, file.relative))
    scope = Scope.TEST if is_test(file.relative) else None
    told: set[tuple[NodeId, PropertyKind]] = set()
    for reference in references(module, root=ids.path_of(project), nearby=file.path.parent):
        if isinstance(reference, UnknownReference):
            yield _unresolved(project, reference)
            continue
        evidence = _evidence(reference)
        own = Scope.DATA if reference.node.kind is NodeKind.DATASET else Scope.RUNTIME
        qualifiers = {"scope": scope or own, **reference.qualifiers}
        yield edge(project, EdgeKind.DEPENDS_ON, reference.node, evidence, **qualifiers)
        for kind, value in _told_of(reference):
            if (reference.node, kind) not in told:
                told.add((reference.node, kind))
                yield fact(reference.node, kind, value, evidence)


def may_refer(source: str) -> bool:
    """Whether a file can import a library that the rules know; False is certain, and spares parsing it.

    An import spells the library's name. Identifiers are compared in their NFKC form, so a name may also be spelled
    with characters that decompose to ASCII (PEP 3131): a file that has any of those is parsed, too.
    """
    if any(root in source for root in ROOTS):
        return True
    if source.isascii():
        return False
    others = (c for c in set(source) if not c.isascii())
    return any(f"_{c}".isidentifier() and unicodedata.normalize("NFKD", c).isascii() for c in others)


def decoded(content: bytes, shown: str) -> str:
    """The text of a Python file, in the encoding that it declares (PEP 263)."""
    null = content.find(b"\0")
    if null >= 0:
        raise FormatError(f"{shown}:{_line(content, null)}: a null byte, so this is no Python source; it was not read")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = _line(content, error.start)
        raise FormatError(
            f"{shown}:{line}: not text in the encoding {error.encoding}; declare the right one"
        ) from error
    except (SyntaxError, LookupError) as error:
        raise FormatError(f"{shown}:1: declares an encoding that cannot be read ({error}); save it as UTF-8") from error


def parsed(source: str, shown: str) -> ast.Module:
    """The syntax tree of a file; FormatError names file and line where it is not Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except SyntaxError as error:
        place = f"{shown}:{error.lineno}" if error.lineno else shown
        raise FormatError(f"{place}: not Python 3 source ({error.msg}); what it uses is unknown") from error
    except (RecursionError, MemoryError) as error:
        raise FormatError(f"{shown}: nested too deeply to parse; what it uses is unknown") from error
    except ValueError as error:
        raise FormatError(f"{shown}: not Python source ({error}); what it uses is unknown") from error


def is_test(relative: str) -> bool:
    """Whether a file belongs to the project's tests: by its folder, or named as pytest and unittest look for it."""
    *folders, name = Path(relative).parts
    is_named = name.startswith("test_") or name.endswith("_test.py") or name == "conftest.py"
    return is_named or not _TEST_FOLDERS.isdisjoint(folders)


def _evidence(reference: Reference) -> Evidence:
    method = Method.OBSERVED if reference.is_literal else Method.INFERRED
    return Evidence(str(reference.line), method, reference.rule.name)


def _unresolved(project: NodeId, reference: UnknownReference) -> Assertion:
    value: JsonValue = {
        "kind": reference.kind.value,
        "callable": reference.path,
        "expression": reference.expression,
    }
    evidence = Evidence(str(reference.line), Method.OBSERVED, reference.rule.name)
    return fact(project, PropertyKind.UNRESOLVED, value, evidence)


def _told_of(reference: Reference) -> Iterator[tuple[PropertyKind, JsonValue]]:
    if reference.provider is not None:
        yield PropertyKind.PROVIDER, reference.provider
        yield PropertyKind.NAME, reference.name
    if reference.endpoint is not None:
        yield PropertyKind.ENDPOINT, reference.endpoint


def _line(content: bytes, offset: int) -> int:
    return content.count(b"\n", 0, offset) + 1
