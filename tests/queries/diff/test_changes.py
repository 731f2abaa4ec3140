"""What changed between two bills of materials, worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlgraph.app.diff import diff
from mlgraph.store import Store
from mlgraph_queries.diff import Difference
from tests.queries.diff.conftest import Document, component, model, tool


@pytest.fixture
def compare(tmp_path: Path):
    def run(old: Document, new: Document) -> Difference:
        return diff(old.write(tmp_path / "old.json"), new.write(tmp_path / "new.json"), store=Store(tmp_path / "none"))

    return run


def rows(found: Difference) -> set[tuple[object, ...]]:
    return {(c.part, str(c.what), c.name, c.before, c.after) for c in found.changes if c.part != "finding"}


def test_another_serial_number_and_time_are_no_difference(compare) -> None:
    old = Document([component("a", "1")], serial="1", at="2026-01-01T00:00:00Z", asks={"root": ["a@1"], "a@1": []})
    new = Document([component("a", "1")], serial="2", at="2026-02-01T00:00:00Z", asks={"root": ["a@1"], "a@1": []})
    found = compare(old, new)
    assert (found.is_none, found.summary, [*found.unknown()]) == (True, "no difference", [])


def test_the_order_of_components_is_no_difference(compare) -> None:
    parts = [component("a", "1"), component("b", "2"), component("b", "3")]
    assert compare(Document(parts), Document(parts[::-1])).is_none


def test_a_new_version_is_a_change_of_the_package(compare) -> None:
    found = compare(Document([component("a", "1")]), Document([component("a", "2")]))
    assert rows(found) == {("package", "version", "pkg:pypi/a", "1", "2")}
    assert found.summary == "1 version changed"


def test_of_several_versions_the_equal_ones_stay_and_the_others_are_paired(compare) -> None:
    old = Document([component("a", v) for v in "123"], tools=[tool("t", "1")])
    new = Document([component("a", v) for v in "24"], tools=[tool("t", "2")])
    assert rows(compare(old, new)) == {
        ("package", "version", "pkg:pypi/a", "1", "4"),
        ("package", "removed", "pkg:pypi/a", "3", None),
    }


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ({}, {}, "not seen"),
        ({"tools": ["syft 1"]}, {"tools": ["trivy 1"]}, "not seen"),
        ({"tools": ["syft 1"]}, {"tools": ["syft 2"]}, "removed"),
        ({"tools": ["syft 1"]}, {"tools": ["syft 2"], "aggregate": "incomplete"}, "not seen"),
        ({"tools": ["syft 1"]}, {"tools": ["trivy 2"], "aggregate": "complete"}, "removed"),
        ({"tools": ["syft 1"], "stage": "build"}, {"tools": ["syft 1"], "stage": "operations"}, "not seen"),
    ],
)
def test_what_is_no_longer_listed_is_removed_only_where_the_new_document_would_list_it(compare, old, new, word) -> None:
    def document(parts, tools=(), aggregate=None, stage=None) -> Document:
        return Document(parts, tools=[tool(*name.split()) for name in tools], aggregate=aggregate, stage=stage)

    found = compare(document([component("a", "1"), component("b", "1")], **old), document([component("a", "1")], **new))
    assert rows(found) == {("package", word, "pkg:pypi/b", "1", None)}
    assert any("is not known to be removed" in sentence for sentence in found.unknown()) is (word == "not seen")


def test_what_is_new_was_added_only_where_the_old_document_would_have_listed_it(compare) -> None:
    old, new = [component("a", "1")], [component("a", "1"), component("b", "1")]
    assert rows(compare(Document(old), Document(new))) == {("package", "not seen before", "pkg:pypi/b", None, "1")}
    told = Document(old, aggregate="complete")
    assert rows(compare(told, Document(new))) == {("package", "added", "pkg:pypi/b", None, "1")}


def test_other_content_under_the_same_version_is_an_alarm_and_comes_first(compare) -> None:
    old = Document([component("a", "1", license_="MIT", sha256="a" * 64), component("b", "1", license_="MIT")])
    new = Document([component("a", "1", license_="MIT", sha256="b" * 64), component("b", "1", license_="Apache-2.0")])
    found = compare(old, new)
    assert [(str(c.what), c.name, c.is_alarm) for c in found.changes if c.part == "package"] == [
        ("hash", "pkg:pypi/a@1", True),
        ("license", "pkg:pypi/b@1", False),
    ]


def test_a_hash_that_only_one_side_gives_is_no_alarm(compare) -> None:
    assert compare(Document([component("a", "1")]), Document([component("a", "1", sha256="b" * 64)])).is_none


def test_a_license_that_is_no_longer_said_is_unknown(compare) -> None:
    found = compare(Document([component("a", "1", license_="MIT")]), Document([component("a", "1")]))
    assert ("package", "license", "pkg:pypi/a@1", "MIT", None) in rows(found)


def test_what_is_asked_for_directly_is_compared(compare) -> None:
    parts = [component("a", "1"), component("b", "1")]
    old = Document(parts, asks={"root": ["a@1"]}, aggregate="complete")
    new = Document(parts, asks={"root": ["a@1", "b@1"]}, aggregate="complete")
    assert rows(compare(old, new)) == {("requirement", "added", "pkg:pypi/b", None, None)}


def test_a_model_that_moves_to_another_commit_is_a_change_of_its_revision(compare) -> None:
    old, new = (Document([model("lab/chat", c * 40)]) for c in "ab")
    assert rows(compare(old, new)) == {("model", "version", "pkg:huggingface/lab/chat", "a" * 40, "b" * 40)}


def test_what_a_document_says_is_vulnerable_and_what_it_means_is_compared(compare) -> None:
    def document(state: str | None, other: str | None = None) -> Document:
        said = [{"id": "CVE-2026-1", "affects": [{"ref": "a@1"}], "analysis": {"state": state}}] if state else []
        said += [{"id": other, "affects": [{"ref": "a@1"}]}] if other else []
        return Document([component("a", "1")], vulnerabilities=said, aggregate="complete")

    assert rows(compare(document("exploitable"), document("not_affected", "CVE-2026-2"))) == {
        ("vulnerability", "status", "CVE-2026-1 in pkg:pypi/a", "affected", "not_affected"),
        ("vulnerability", "added", "CVE-2026-2 in pkg:pypi/a", None, "affected"),
    }
    assert rows(compare(document("exploitable"), document(None))) == {
        ("vulnerability", "removed", "CVE-2026-1 in pkg:pypi/a", "affected", None),
    }


def test_findings_that_come_and_go_are_told(compare) -> None:
    old = Document([component("a", "1", license_="MIT")], aggregate="complete")
    new = Document([component("a", "1", license_="MIT"), component("a", "2", license_="MIT")])
    found = [(str(c.what), c.name) for c in compare(old, new).changes if c.part == "finding"]
    assert ("added", "several-versions: pkg:pypi/a") in found


names = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("123")), unique=True, max_size=8)


@settings(max_examples=12, deadline=None)
@given(names, st.randoms(use_true_random=False))
def test_a_document_differs_from_itself_in_nothing_in_whatever_order(tmp_path_factory, found, random) -> None:
    folder = tmp_path_factory.mktemp("boms")
    parts = [component(*one) for one in found]
    shuffled = random.sample(parts, len(parts))
    old, new = Document(parts).write(folder / "a.json"), Document(shuffled).write(folder / "b.json")
    assert diff(old, new, store=Store(folder / "none")).is_none
