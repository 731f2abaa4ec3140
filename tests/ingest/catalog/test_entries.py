"""What is packaged is whole, canonical and sourced: every field leads to a page and a date."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
import yaml
from rdflib import OWL, RDFS, Graph, Namespace
from rdflib.collection import Collection

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion
from mlgraph_ingest.catalog.entries import ALIASES, DOCUMENTS, ENTRIES, node_of
from mlgraph_ingest.catalog.sheets import Sheet, sheet
from mlgraph_ingest.catalog.statements import statement_assertions
from mlgraph_ontology.kinds import FUNCTIONAL, EdgeKind, Method, NodeKind, PropertyKind

MLG = Namespace("https://w3id.org/mlgraph#")
SHEETS = (*ENTRIES, ALIASES)
RELATIONS = {None, "finetune", "adapter", "quantized", "merge"}
LISTED_LICENSE = re.compile(r"[A-Za-z0-9.-]+(?: (?:AND|OR) [A-Za-z0-9.-]+)*")
STABLE_PAGE = re.compile(
    r"https://github\.com/[^/]+/[^/]+/(?:blob/[0-9a-f]{40}/.+|commit/[0-9a-f]{40}|pull/\d+|issues/\d+)"
)
"""A file in the state of a commit, a commit, or a discussion."""


def text_of(name: str) -> str:
    return files("mlgraph_ontology").joinpath("catalog", name).read_text(encoding="utf-8")


def entries(*names: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(id, name of a document, what it says) of some files."""
    for name in names:
        for key, said in sheet(name).items():
            for document, fields in said.items():
                yield key, document, fields


def assertions(*names: str) -> Iterator[Assertion]:
    for key, _, fields in entries(*names):
        yield from statement_assertions(node_of(key), fields)


def of_kind(kind: NodeKind) -> set[str]:
    return {key for name in ENTRIES for key in sheet(name) if node_of(key).kind is kind}


def known(kind: NodeKind, *fields: str) -> float:
    """The share of the entries of a kind of which some document says one of these fields."""
    keys = of_kind(kind)
    said = {key for key, _, statement in entries(*ENTRIES) if key in keys and statement.keys() & set(fields)}
    return len(said) / len(keys)


class Strict(yaml.CSafeLoader):
    """Refuses a mapping that has a key twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        counts = Counter(key.value for key, _ in node.value)
        assert {key: count for key, count in counts.items() if count > 1} == {}
        return super().construct_mapping(node, deep)


@pytest.mark.parametrize("name", [*SHEETS, DOCUMENTS])
def test_an_entry_is_found_as_reading_the_whole_file_finds_it_and_stands_once(name: str) -> None:
    whole = Strict(text_of(name)).get_single_data()

    assert dict(Sheet(text_of(name))) == whole


@pytest.mark.parametrize("name", SHEETS)
def test_entries_stand_in_the_order_of_their_ids(name: str) -> None:
    assert list(sheet(name)) == sorted(sheet(name), key=str.lower)


@pytest.mark.parametrize("name", SHEETS)
def test_every_id_is_canonical(name: str) -> None:
    assert [key for key in sheet(name) if node_of(key).key != key] == []
    assert [edge for edge in assertions(name) if edge.object is not None and not edge.object.key] == []


def test_no_id_stands_in_two_files() -> None:
    counts = Counter(key for name in SHEETS for key in sheet(name))

    assert [key for key, count in counts.items() if count > 1] == []


def test_every_statement_names_a_document_and_every_document_is_cited() -> None:
    cited = {document for _, document, _ in entries(*SHEETS)}

    assert cited == set(sheet(DOCUMENTS))


def test_every_document_has_a_page_in_one_state_and_a_date() -> None:
    for name, document in sheet(DOCUMENTS).items():
        assert set(document) == {"url", "date"}, name
        assert STABLE_PAGE.fullmatch(document["url"]), name
        assert date(2018, 1, 1) < document["date"] < date(2026, 12, 1), name


def test_two_documents_are_not_the_same_page() -> None:
    pages = Counter(document["url"] for document in sheet(DOCUMENTS).values())

    assert [page for page, count in pages.items() if count > 1 and "/blob/" in page and "cassettes" not in page] == []


def test_every_field_is_a_kind_with_a_value_of_its_form() -> None:
    edges = {kind.value for kind in EdgeKind}
    for key, document, fields in entries(*SHEETS):
        assert fields, (key, document)
        for name, value in fields.items():
            if name == EdgeKind.DERIVED_FROM:
                assert set(value.values()) <= RELATIONS, (key, document)
            elif name == EdgeKind.LICENSED_UNDER:
                assert isinstance(value, str) or all(isinstance(one, str) for one in value), (key, document)
            elif name in edges or PropertyKind(name) not in FUNCTIONAL:
                assert isinstance(value, list), (key, document, name)
                assert len(set(map(str, value))) == len(value) > 0, (key, document, name)
                assert all(isinstance(one, str) and one.strip() == one != "" for one in value), (key, document, name)
            elif name in {"parameter_count", "context_length", "row_count"}:
                assert type(value) is int, (key, document, name)
                assert value > 0, (key, document, name)
            else:
                assert isinstance(value, str), (key, document, name)
                assert value.strip() == value != "", (key, document, name)


def test_every_statement_fits_the_ontology() -> None:
    vocabulary = Graph().parse(data=files("mlgraph_ontology").joinpath("mlgraph.ttl").read_text(), format="turtle")

    def domain(kind: str) -> set[str]:
        node = vocabulary.value(MLG[kind], RDFS.domain)
        union = vocabulary.value(node, OWL.unionOf)
        return {str(one).rpartition("#")[2] for one in (Collection(vocabulary, union) if union else [node])}

    domains = {kind: domain(kind) for kind in {str(one.predicate) for one in assertions(*SHEETS)}}
    misplaced = {
        (one.subject.key, one.predicate)
        for one in assertions(*SHEETS)
        if not domains[one.predicate] & {one.subject.kind.value, "Node"}
    }

    assert misplaced == set()


def test_licenses_are_single_ids_of_the_spdx_list_or_named_references() -> None:
    licenses = [str(one.object) for one in assertions(*ENTRIES) if one.predicate is EdgeKind.LICENSED_UNDER]

    assert [text for text in licenses if not LISTED_LICENSE.fullmatch(text)] == []
    assert [text for text in licenses if ids.license_expression(text).key != text] == []


def test_a_license_that_is_not_on_the_spdx_list_is_there_in_the_words_of_its_document() -> None:
    without_words = [
        (key, document)
        for key, document, fields in entries(*ENTRIES)
        if "LicenseRef-" in str(fields.get("licensed_under")) and "license_text" not in fields
    ]

    assert without_words == []


def test_what_is_derived_leads_to_a_root() -> None:
    bases: dict[str, set[str]] = {}
    for one in assertions(*ENTRIES):
        if one.predicate is EdgeKind.DERIVED_FROM and one.object is not None:
            bases.setdefault(one.subject.key, set()).add(one.object.key)

    def above(key: str, path: tuple[str, ...]) -> None:
        assert key not in path, (*path, key)
        for base in bases.get(key, ()):
            above(base, (*path, key))

    for key in bases:
        above(key, ())


def test_publishers_are_named() -> None:
    publishers = {
        one.object.key for one in assertions(*ENTRIES) if one.predicate is EdgeKind.PUBLISHED_BY and one.object
    }

    assert {key for key in publishers if key.startswith("org:")} == set(sheet("organizations.yaml"))
    assert known(NodeKind.ORGANIZATION, "name") == 1


def test_another_name_leads_to_one_entry_of_the_same_kind_and_says_nothing_else() -> None:
    keys = {key for name in ENTRIES for key in sheet(name)}
    for alias, said in sheet(ALIASES).items():
        targets = {target for fields in said.values() for target in fields["same_as"]}
        assert {kind for fields in said.values() for kind in fields} == {"same_as"}
        assert len(targets) == 1
        assert targets <= keys
        assert {node_of(target).kind for target in targets} == {node_of(alias).kind}


def test_everything_is_curated_and_nothing_else() -> None:
    assert {one.evidence.method for one in assertions(*SHEETS)} == {Method.CURATED}


def test_the_catalog_is_not_hollow() -> None:
    assert len(of_kind(NodeKind.MODEL)) >= 400
    assert len(of_kind(NodeKind.DATASET)) >= 180
    assert len(of_kind(NodeKind.SERVICE)) >= 50


@pytest.mark.parametrize(
    ("kind", "fields", "share"),
    [
        (NodeKind.MODEL, ("licensed_under", "license_text"), 0.85),
        (NodeKind.MODEL, ("published_by",), 0.9),
        (NodeKind.MODEL, ("trained_on", "derived_from", "training_procedure"), 0.6),
        (NodeKind.DATASET, ("licensed_under", "license_text"), 0.7),
        (NodeKind.DATASET, ("published_by",), 0.6),
        (NodeKind.DATASET, ("task", "language"), 0.85),
        (NodeKind.SERVICE, ("published_by",), 0.9),
        (NodeKind.SERVICE, ("context_length",), 1.0),
    ],
)
def test_what_matters_is_known_of_most(kind: NodeKind, fields: tuple[str, ...], share: float) -> None:
    assert known(kind, *fields) >= share
