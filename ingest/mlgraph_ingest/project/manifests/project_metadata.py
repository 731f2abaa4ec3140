"""What a project says of itself in the `[project]` table: name, version, license, addresses."""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph.model.assertions import Assertion, Evidence, fact
from mlgraph.model.ids import NodeId
from mlgraph_ingest.project.addresses import Address, address_assertions
from mlgraph_ingest.project.licenses import LicenseFields, Stated, license_assertions
from mlgraph_ingest.project.toml_document import Table, table_in, text_in, texts_in
from mlgraph_ingest.project.toml_lines import TomlLines
from mlgraph_ontology.kinds import Method, PropertyKind

TEXT_LIMIT = 2_000
"""Characters of a statement that are kept."""
_FIELDS = (
    ("name", PropertyKind.NAME),
    ("version", PropertyKind.VERSION),
    ("description", PropertyKind.DESCRIPTION),
    ("requires-python", PropertyKind.REQUIRES_PYTHON),
)


def metadata_assertions(project: NodeId, table: Table, lines: TomlLines) -> Iterator[Assertion]:
    """The statements of a `[project]` table on the project itself."""
    for key, kind in _FIELDS:
        value = text_in(table, key)
        if value is not None:
            evidence = Evidence(str(lines.line("project", key)), Method.DECLARED, "project")
            yield fact(project, kind, value[:TEXT_LIMIT], evidence)
    yield from license_assertions(project, _license(table, lines), Method.DECLARED)
    urls = table_in(table, "urls")
    addresses = [Address(key, url, lines.line("project", "urls", key)) for key in urls if (url := text_in(urls, key))]
    yield from address_assertions(project, addresses, Method.DECLARED)


def _license(table: Table, lines: TomlLines) -> LicenseFields:
    line = lines.line("project", "license")
    expression = text_in(table, "license")
    words = text_in(table_in(table, "license"), "text")
    classifiers = tuple(
        Stated(text, lines.line("project", "classifiers", index))
        for index, text in enumerate(texts_in(table, "classifiers"))
    )
    return LicenseFields(
        expression=Stated(expression, line) if expression else None,
        words=Stated(words, line) if words else None,
        classifiers=classifiers,
    )
