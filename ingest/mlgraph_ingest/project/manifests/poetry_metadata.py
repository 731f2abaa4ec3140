"""What a project says of itself in `[tool.poetry]`, as far as `[project]` leaves it open."""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph.model.assertions import Assertion, Evidence, fact
from mlgraph.model.ids import NodeId
from mlgraph_ingest.project.addresses import Address, address_assertions
from mlgraph_ingest.project.licenses import LicenseFields, Stated, license_assertions
from mlgraph_ingest.project.manifests.project_metadata import TEXT_LIMIT
from mlgraph_ingest.project.manifests.version_ranges import version_range
from mlgraph_ingest.project.toml_document import Table, table_in, text_in, texts_in
from mlgraph_ingest.project.toml_lines import TomlLines
from mlgraph_ontology.kinds import Method, PropertyKind

_FIELDS = (
    ("name", PropertyKind.NAME),
    ("version", PropertyKind.VERSION),
    ("description", PropertyKind.DESCRIPTION),
)
_ADDRESSES = ("homepage", "repository", "documentation")
_RULE = "tool.poetry"


def poetry_metadata(project: NodeId, said: Table, lines: TomlLines) -> Iterator[Assertion]:
    """The statements of `[tool.poetry]` on the project itself."""
    stated, poetry = table_in(said, "project"), table_in(said, "tool", "poetry")
    for key, kind in _FIELDS:
        value = text_in(poetry, key)
        if value is not None and key not in stated:
            yield fact(project, kind, value[:TEXT_LIMIT], _evidence(lines, key))
    if "requires-python" not in stated:
        yield from _python(project, poetry, lines)
    if "license" not in stated and "classifiers" not in stated:
        yield from license_assertions(project, _license(poetry, lines), Method.DECLARED)
    if "urls" not in stated:
        yield from address_assertions(project, list(_addresses(poetry, lines)), Method.DECLARED)


def _python(project: NodeId, poetry: Table, lines: TomlLines) -> Iterator[Assertion]:
    dependencies = table_in(poetry, "dependencies")
    text = text_in(dependencies, "python") or text_in(table_in(dependencies, "python"), "version")
    found = version_range(text) if text else None
    if found and found.specifier:
        evidence = _evidence(lines, "dependencies", "python")
        yield fact(project, PropertyKind.REQUIRES_PYTHON, found.specifier, evidence)


def _license(poetry: Table, lines: TomlLines) -> LicenseFields:
    words = text_in(poetry, "license")
    classifiers = tuple(
        Stated(text, lines.line("tool", "poetry", "classifiers", index))
        for index, text in enumerate(texts_in(poetry, "classifiers"))
    )
    line = lines.line("tool", "poetry", "license")
    return LicenseFields(words=Stated(words, line) if words else None, classifiers=classifiers)


def _addresses(poetry: Table, lines: TomlLines) -> Iterator[Address]:
    for key in _ADDRESSES:
        url = text_in(poetry, key)
        if url is not None:
            yield Address(key, url, lines.line("tool", "poetry", key))
    urls = table_in(poetry, "urls")
    for key in urls:
        url = text_in(urls, key)
        if url is not None:
            yield Address(key, url, lines.line("tool", "poetry", "urls", key))


def _evidence(lines: TomlLines, *keys: str) -> Evidence:
    return Evidence(str(lines.line("tool", "poetry", *keys)), Method.DECLARED, _RULE)
