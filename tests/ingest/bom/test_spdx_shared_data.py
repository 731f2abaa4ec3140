"""Every document of SPDX that others wrote is read: as much is found in it as stands in it, or why not is said."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion
from mlgraph.model.errors import FormatError
from mlgraph_ingest.bom.content import Content, content_of, read_content
from mlgraph_ingest.bom.forms import form_of
from mlgraph_ingest.bom.statements import Statements
from mlgraph_ingest.licenses import normalized
from tests.ingest.bom.domain_rules import violations
from tests.ingest.bom.spdx_counting import Counts, counted

pytestmark = [pytest.mark.shared_data, pytest.mark.slow]
FOLDERS = ("spdx", "bom-shelter", "sbom-fixtures", "ai-bom-examples")
DOUBLED_IDS = {"vast-sbom.spdx.gz"}
"""Documents in which most parts have the same id, so that what relationships mean in them is not known."""


def documents(root: Path) -> Iterator[tuple[Path, Content, str]]:
    """Every document of SPDX of the corpora, in UTF-8, with its form."""
    for path in sorted(p for folder in FOLDERS for p in (root / folder).rglob("*") if p.is_file()):
        if path.suffix in {".csv", ".md", ".ttl"}:
            continue
        content = read_content(path, path.name)
        try:
            form = form_of(content)
        except FormatError:
            continue
        if form is not None and form.rule.startswith("spdx"):
            yield path, content, form.name


def read(path: Path, content: Content) -> list[Assertion]:
    """What a document says."""
    form = form_of(content)
    assert form is not None
    return list(Statements(ids.project(path), ids.file_uri(path), form.rule).of(form.read(content)))


def found(path: Path, said: list[Assertion]) -> Counts:
    """How much was found: by the places of what was read, as two parts may be one thing."""
    project = ids.project(path)
    listed = {a.evidence.locator for a in said if a.predicate == "contains" and a.subject == project}
    listed |= {a.evidence.locator for a in said if a.predicate == "name" and a.subject == project}
    dependencies = [a for a in said if a.predicate == "depends_on"]
    places = {(a.evidence.locator, a.object) for a in dependencies}
    return Counts(len(listed), len(places), _statements(said))


def _statements(said: list[Assertion]) -> int:
    """How many wordings of licenses were read: where one is no expression as it stands, it is kept beside what it means."""
    words, plain = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for a in said:
        if a.predicate == "license_text" and a.subject.kind != "License":
            words[a.evidence.locator].add(str(a.value))
        elif a.predicate == "licensed_under" and "/" not in a.evidence.rule:
            plain[a.evidence.locator].add(str(a.object))
    count = 0
    for place in {*words, *plain}:
        meant = {str(e) for text in words[place] if (n := normalized(text)) is not None for e in n.expressions}
        count += len(words[place]) + len(plain[place] - meant)
    return count


def test_as_much_is_read_as_stands_in_each_document(shared_data) -> None:
    wrong, refused, rows = [], {}, Counter()
    for path, content, form in documents(shared_data):
        folder = path.relative_to(shared_data).parts[0]
        try:
            said = read(path, content)
        except FormatError as error:
            refused[path.name] = str(error).removeprefix(f"{path.name}: ")
            continue
        rows[folder, form] += 1
        assert violations(said) == set(), path.name
        stands = counted(content.data)
        if path.name not in DOUBLED_IDS and found(path, said) != stands:
            wrong.append((path.name, stands, found(path, said)))
    assert not wrong
    assert refused == {}
    assert sum(rows.values()) == 180


def test_dependency_graph_of_github(shared_data) -> None:
    """With its ranges as ranges: `7.*.*` of an action is no version."""
    (path,) = (shared_data / "api-recordings" / "github").glob("*dependency-graph_sbom.json")
    body = json.dumps(json.loads(path.read_bytes())["response"]["body"]).encode()
    said = read(path, content_of(body, path.name))
    assert found(path, said) == counted(body)
    specifiers = {a.qualifiers.get("specifier") for a in said if a.predicate == "contains"} - {None}
    assert specifiers >= {"7.*.*"}
    assert not [a for a in said if a.predicate == "release_of" and "%2A" in a.subject.key]
