"""The inventory of a bill of materials: what it says, as that of any project."""

from __future__ import annotations

import pytest

from mlgraph.app.bills import read_bills
from mlgraph.model import ids
from mlgraph.model.errors import FormatError, QueryError
from mlgraph.store import Store
from mlgraph_ontology.kinds import Method, PropertyKind, Scope
from mlgraph_queries.findings import findings
from mlgraph_queries.inventory import inventory
from mlgraph_queries.listed_aggregates import aggregates, document_of
from tests.bom.bills import CHAT, inventory_of, put

WEB, BASE, LOST = "pkg:npm/%40acme/web@2.1.0", "pkg:generic/in-house@7", "pkg:generic/unlinked@1"


@pytest.fixture(scope="module")
def chat(tmp_path_factory):
    return inventory_of(put(tmp_path_factory.mktemp("bom"), "chat.cdx.json", CHAT))


def test_packages_are_what_is_listed_with_how_it_is_needed(chat):
    assert (chat.name, chat.version) == ("chat", "1.0")
    said = {(e.id.key, e.name, e.version, e.version_method, e.scope) for e in chat.packages}
    assert said == {
        (WEB, "web", "2.1.0", Method.DECLARED, Scope.RUNTIME),
        (BASE, "in-house", "7", Method.DECLARED, Scope.RUNTIME),
        (LOST, "unlinked", "1", Method.DECLARED, Scope.OPTIONAL),
    }
    assert [node.key for node in chat.direct] == [WEB]


def test_requirements_are_known_where_a_document_lists_them(chat):
    found = {e.id.key: ([n.key for n in e.depends_on], e.depends_on_known) for e in chat.packages}
    assert found == {WEB: ([BASE], True), BASE: ([], True), LOST: ([], False)}


def test_facts_of_a_package_keep_what_writers_need(chat):
    web = next(e for e in chat.packages if e.id.key == WEB)
    assert [link.name for link in web.publishers] == ["Acme"]
    kinds = (PropertyKind.COMPONENT_TYPE, PropertyKind.COPYRIGHT, PropertyKind.IDENTIFIER, PropertyKind.ANNOTATION)
    assert {kind: web.facts[kind][0].value for kind in kinds} == {
        PropertyKind.COMPONENT_TYPE: "framework",
        PropertyKind.COPYRIGHT: "(c) Acme",
        PropertyKind.IDENTIFIER: {"type": "cpe", "value": "cpe:2.3:a:acme:web:2.1.0:*:*:*:*:*:*:*"},
        PropertyKind.ANNOTATION: {"name": "lister:layer", "value": "3"},
    }
    assert [(s.expression, s.acknowledgement) for s in web.licenses] == [("MIT", "declared"), ("ISC", None)]
    assert web.hashes == ("sha256:" + "ab" * 32,)
    assert [s.detail["ref"] for s in web.listed] == ["web"]


def test_parts_that_only_the_document_names_go_by_their_names(chat):
    assert [(m.name, m.id.key.partition("#")[2]) for m in chat.models] == [("acme/tiny", "llm")]
    assert [f.path for f in chat.files] == ["index.js"]
    assert [(s.provider, s.name) for s in chat.services] == [("Acme", "search")]


def test_nesting_and_documents_are_kept(chat):
    parts = {node.key: [n.key.partition("#")[2] for n in inner] for node, inner in chat.listing.parts.items()}
    assert parts == {WEB: ["web/index.js"]}
    (document,) = chat.listing.documents
    assert document.facts[PropertyKind.TOOL][0].value == "lister 2.0"
    assert chat.listing.phases == ("build",)


def test_without_a_package_url_the_id_is_known_to_be_made_up(chat):
    accounts = {node.key: account for node, account in chat.listing.accounts.items()}
    assert [accounts[key].has_purl for key in (WEB, BASE)] == [True, False]


def test_what_is_listed_is_not_told_to_be_unlocked(chat):
    found = {(finding.kind, finding.subject) for finding in findings(chat)}
    assert {kind for kind, _ in found} == {"license-unknown"}
    assert {subject for _, subject in found} == {"pkg:generic/in-house", "pkg:generic/unlinked"}


def test_model_that_a_document_is_about_is_its_subject(tmp_path):
    model = {
        "type": "machine-learning-model",
        "bom-ref": "m",
        "group": "acme",
        "name": "tiny",
        "purl": "pkg:huggingface/acme/tiny",
    }
    document = {"bomFormat": "CycloneDX", "specVersion": "1.6", "metadata": {"component": model}}
    found = inventory_of(put(tmp_path, "model.json", document))
    assert found.subject is not None
    assert (found.subject.id, found.models) == (ids.model("acme/tiny"), ())


def test_document_that_lists_nothing_is_an_empty_inventory(tmp_path):
    found = inventory_of(put(tmp_path, "empty.json", {"bomFormat": "CycloneDX", "specVersion": "1.6"}))
    assert (found.name, found.packages, found.listing.root) == ("empty.json", (), None)


def test_document_that_cannot_be_read_says_why(tmp_path):
    with pytest.raises(FormatError, match="no bill of materials"):
        inventory_of(put(tmp_path, "notes.json", {"notes": []}))


def test_what_the_graph_does_not_hold_is_no_inventory(tmp_path):
    store = Store(tmp_path / "g.duckdb")
    read_bills([put(tmp_path, "chat.json", CHAT)], store=store)
    with store.view() as view, pytest.raises(QueryError, match="holds no project"):
        inventory(view, ids.project(tmp_path / "none.json"))


def test_compositions_are_those_of_the_document(chat):
    assert aggregates(chat.listing, chat.project) == {"assemblies": "incomplete"}
    base = next(e.id for e in chat.packages if e.id.key == BASE)
    assert aggregates(chat.listing, base) == {"dependencies": "complete"}


@pytest.mark.parametrize(
    ("where", "document"), [("a.json#/components/3", "a.json"), ("b.spdx:12", "b.spdx"), ("c.json", "c.json")]
)
def test_document_of_a_place(where, document):
    assert document_of(where) == document
