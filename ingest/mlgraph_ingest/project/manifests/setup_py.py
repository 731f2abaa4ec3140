"""Reads setup.py as a manifest: the call of setup(), as far as its values are written there. Nothing is executed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, fact
from mlgraph.model.errors import MlgraphError
from mlgraph.model.ids import NodeId
from mlgraph_ingest.project.addresses import Address, address_assertions
from mlgraph_ingest.project.code.reader import read_code
from mlgraph_ingest.project.code.text import SOURCE_LIMIT, decoded, parsed
from mlgraph_ingest.project.context import Context, problems_of
from mlgraph_ingest.project.licenses import LicenseFields, Stated, license_assertions
from mlgraph_ingest.project.manifests.setup_names import SetupNames, names_of
from mlgraph_ingest.project.manifests.setup_requirements import EXTRAS, KEYWORDS, SetupRequirements, Wanted
from mlgraph_ingest.project.manifests.setup_values import Computed, Items, SetupValues, Table, Text, Value
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ontology.kinds import Method, PropertyKind

NAME = "setup.py"
_TEXT_LIMIT = 2_000
_FIELDS = (
    ("name", PropertyKind.NAME),
    ("version", PropertyKind.VERSION),
    ("description", PropertyKind.DESCRIPTION),
    ("python_requires", PropertyKind.REQUIRES_PYTHON),
)


def read_setup_py(file: SourceFile, context: Context) -> Iterator[Assertion]:
    """What a setup.py declares, and what its code names; it names the project where nothing at its root does before."""
    said = _said(file)
    problems = problems_of(file)
    if context.manifest == file.relative:
        yield from _metadata(context.project, said)
    names = frozenset({context.name, said.name})
    yield from SetupRequirements(file, context, problems, names).assertions(said.wanted())
    yield from problems.assertions()
    yield from read_code(file, context.project, sources=context.sources)


def setup_py_name(file: SourceFile) -> str | None:
    """The name that a setup.py gives its distribution, in canonical spelling; None where it is not known."""
    try:
        return _said(file).name
    except MlgraphError:
        return None


def setup_py_wanted(file: SourceFile) -> list[Wanted]:
    """What a setup.py asks for; nothing where it cannot be read, which is said when the file itself is read."""
    try:
        return _said(file).wanted()
    except MlgraphError:
        return []


@dataclass(frozen=True, slots=True)
class _Said:
    """The keywords of the calls of setup() in one file."""

    keywords: dict[str, Value]
    computed: int | None
    """Line of keywords that are not written there (`**kwargs`)."""

    @property
    def name(self) -> str | None:
        stated = self.text("name")
        return ids.canonical_name(stated.text) if stated and stated.text else None

    def text(self, keyword: str) -> Stated | None:
        value = self.keywords.get(keyword)
        return Stated(value.value, value.line) if isinstance(value, Text) else None

    def wanted(self) -> list[Wanted]:
        """What each keyword of requirements asks for."""
        found = [_wanted(keyword, self.keywords[keyword]) for keyword in KEYWORDS if keyword in self.keywords]
        extras = self.keywords.get(EXTRAS)
        if isinstance(extras, Table):
            found.extend(_wanted(EXTRAS, value, key.value) for key, value in extras.entries)
            found.extend(Wanted(EXTRAS, computed=(rest.line,)) for rest in extras.rest)
        elif extras is not None and not isinstance(extras, Items):
            found.append(Wanted(EXTRAS, computed=(extras.line,)))
        if self.computed is not None:
            found.append(Wanted("**", computed=(self.computed,)))
        return found


def _said(file: SourceFile) -> _Said:
    tree = parsed(decoded(file.read_bytes(limit=SOURCE_LIMIT), file.relative), file.relative)
    names = names_of(tree)
    values = SetupValues(names)
    keywords: dict[str, Value] = {}
    computed = None
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and _is_setup(node, names)):
        for keyword in call.keywords:
            value = values.value(keyword.value)
            if keyword.arg is not None:
                keywords.setdefault(keyword.arg, value)
            elif isinstance(value, Table) and not value.rest:
                keywords.update({key.value: held for key, held in value.entries})
            else:
                computed = keyword.value.lineno
    return _Said(keywords, computed)


def _is_setup(call: ast.Call, names: SetupNames) -> bool:
    """Whether a call is that of setuptools or distutils, under the name that everybody uses."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr == "setup" and isinstance(call.func.value, ast.Name | ast.Attribute)
    return isinstance(call.func, ast.Name) and call.func.id == "setup" and "setup" not in names.bound


def _wanted(keyword: str, value: Value, extra: str | None = None) -> Wanted:
    texts: list[Stated] = []
    files: list[Stated] = []
    computed: list[int] = []
    for item in value.items if isinstance(value, Items) else (value,):
        if isinstance(item, Text):
            lines = (line.strip() for line in item.value.splitlines())
            texts.extend(Stated(line, item.line) for line in lines if line and not line.startswith("#"))
        elif isinstance(item, Computed) and item.file is not None:
            files.append(Stated(item.file, item.line))
        else:
            computed.append(item.line if isinstance(item, Computed) else 1)
    return Wanted(keyword, tuple(texts), extra, tuple(files), tuple(computed))


def _metadata(project: NodeId, said: _Said) -> Iterator[Assertion]:
    for keyword, kind in _FIELDS:
        stated = said.text(keyword)
        if stated is not None and stated.text.strip():
            evidence = Evidence(str(stated.line), Method.DECLARED, "setup")
            yield fact(project, kind, stated.text.strip()[:_TEXT_LIMIT], evidence)
    classifiers = said.keywords.get("classifiers")
    listed = classifiers.items if isinstance(classifiers, Items) else ()
    fields = LicenseFields(
        expression=said.text("license_expression"),
        words=said.text("license"),
        classifiers=tuple(Stated(item.value, item.line) for item in listed if isinstance(item, Text)),
    )
    yield from license_assertions(project, fields, Method.DECLARED)
    yield from address_assertions(project, _addresses(said), Method.DECLARED)


def _addresses(said: _Said) -> Iterator[Address]:
    home = said.text("url")
    if home is not None:
        yield Address("homepage", home.text, home.line)
    urls = said.keywords.get("project_urls")
    for key, value in urls.entries if isinstance(urls, Table) else ():
        if isinstance(value, Text):
            yield Address(key.value, value.value, value.line)
