"""A document owns what it says: replaced whole, never half, never twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mlgraph.model.assertions import Assertion
from mlgraph.model.errors import FormatError
from mlgraph.store import Store
from mlgraph.store.batches import in_batches
from tests.store.conftest import depends, document, edges_in, named, nodes_in

A_TO_B = ("pkg:pypi/a", "depends_on", "pkg:pypi/b", "a")
A_TO_C = ("pkg:pypi/a", "depends_on", "pkg:pypi/c", "a")


def test_reading_a_document_again_doubles_nothing(store: Store) -> None:
    for _ in range(2):
        with store.writing() as writer:
            writer.write(document(), [depends("a", "b")])
    assert store.sql("SELECT count(*) FROM edges")[1] == [(1,)]


def test_a_document_that_changed_leaves_nothing_stale(store: Store) -> None:
    with store.writing() as writer:
        writer.write(document(), [depends("a", "b")])
    with store.writing() as writer:
        writer.write(document(fingerprint="2"), [depends("a", "c")])
    assert edges_in(store) == {A_TO_C}
    assert nodes_in(store) == {"pkg:pypi/a", "pkg:pypi/c"}


def test_two_documents_keep_what_each_says(store: Store) -> None:
    with store.writing() as writer:
        writer.write(document("a"), [depends("a", "b")])
        writer.write(document("b"), [depends("a", "b")])
        writer.remove("test:a")
    assert edges_in(store) == {("pkg:pypi/a", "depends_on", "pkg:pypi/b", "b")}


def test_a_document_that_breaks_off_keeps_its_old_statements(store: Store) -> None:
    def broken() -> Iterator[Assertion]:
        yield depends("a", "c")
        raise FormatError("the rest is garbage")

    with store.writing() as writer:
        writer.write(document(), [depends("a", "b")])
    with store.writing() as writer:
        with pytest.raises(FormatError):
            writer.write(document(fingerprint="2"), broken())
        writer.write(document("b"), [depends("b", "c")])
    assert edges_in(store) == {A_TO_B, ("pkg:pypi/b", "depends_on", "pkg:pypi/c", "b")}


def test_a_session_that_raises_publishes_nothing(store: Store) -> None:
    with store.writing() as writer:
        writer.write(document(), [depends("a", "b")])

    def session() -> None:
        with store.writing() as writer:
            writer.write(document("b"), [depends("b", "c")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        session()
    assert edges_in(store) == {A_TO_B}


def test_many_small_documents_are_written_like_one_after_the_other(store: Store) -> None:
    readings = [(document("a"), [depends("a", "b")]), (document("empty"), []), (document("b"), [named("b", "B")])]
    with store.writing() as writer:
        writer.write_all(readings)
    assert edges_in(store) == {A_TO_B}
    assert [(d.title, d.assertions) for d in store.documents()] == [("a", 1), ("b", 1), ("empty", 0)]


def test_new_document_beside_the_last_one_that_is_known_says_nothing_of_what_that_one_says(store: Store) -> None:
    with store.writing() as writer:
        writer.write(document("a"), [depends("a", "b")])
    with store.writing() as writer:
        writer.write_all(
            [(document("new"), [depends("a", "c")]), (document("a", fingerprint="2"), [depends("a", "b")])]
        )
    assert edges_in(store) == {A_TO_B, ("pkg:pypi/a", "depends_on", "pkg:pypi/c", "new")}


def test_batches_give_the_same_as_assertions(store: Store) -> None:
    said = [depends("a", "b"), named("a", "A"), depends("b", "a", "2")]
    with store.writing() as writer:
        writer.write(document("a"), said)
        writer.write_batches(document("b"), in_batches(said, rows=2))
    query = (
        "SELECT subject, predicate, object, qualifiers, method, locator FROM edges WHERE document = '{}' ORDER BY ALL"
    )
    assert store.sql(query.format("a"))[1] == store.sql(query.format("b"))[1]


def test_what_a_collection_no_longer_has_is_retired(store: Store) -> None:
    with store.writing() as writer:
        for name in "ab":
            writer.write(document(name), [depends(name, "x")])
        writer.write(document("other", collection="d"), [depends("other", "x")])
    with store.writing() as writer:
        assert writer.retire([("test:a", "c"), ("test:other", "c")]) == ["test:a"]
    assert {document.title for document in store.documents()} == {"b", "other"}
    assert "pkg:pypi/a" not in nodes_in(store)


def test_a_document_that_fails_keeps_its_statements_and_is_read_again(store: Store) -> None:
    with store.writing() as writer:
        writer.write(document(), [depends("a", "b")])
    with store.writing() as writer:
        writer.fail(document(fingerprint="2"), "broken at line 3")
        writer.fail(document("new"), "never worked")
    assert edges_in(store) == {A_TO_B}
    assert {d.title: d.error for d in store.documents()} == {"a": "broken at line 3", "new": "never worked"}
    assert {known.fingerprint for known in store.known()["c"].values()} == {None}
    with store.writing() as writer:
        writer.write(document(fingerprint="3"), [depends("a", "c")])
    assert edges_in(store) == {A_TO_C}
    assert {d.title: d.error for d in store.documents()} == {"a": None, "new": "never worked"}


def test_documents_that_fail_together_are_told_apart_and_the_last_reason_of_each_counts(store: Store) -> None:
    with store.writing() as writer:
        writer.write(document(), [depends("a", "b")])
    failed = ((document(), "no"), (document("new"), "first"), (document("other", collection="d"), "d"))
    with store.writing() as writer:
        writer.fail_all([])
        writer.fail_all([*failed, (document("new"), "last")])
    assert edges_in(store) == {A_TO_B}
    found = {d.title: (d.error, d.fingerprint, d.observed_at is None) for d in store.documents()}
    assert found == {"a": ("no", None, False), "new": ("last", None, True), "other": ("d", None, True)}


def test_looking_again_at_an_unchanged_document_moves_its_date_alone(store: Store) -> None:
    with store.writing() as writer:
        writer.write(document(), [depends("a", "b")])
    later = datetime(2026, 2, 2, tzinfo=UTC)
    with store.writing() as writer:
        writer.confirm([replace(document(), observed_at=later)])
    (known,) = store.documents()
    assert (known.observed_at, known.fingerprint, known.assertions) == (later, "1", 1)


def test_text_that_is_no_unicode_is_kept_escaped(store: Store) -> None:
    with store.writing() as writer:
        writer.write(document(), [named("a", "x\udcff"), depends("a", "b", line="\udcff")])
    assert store.sql("SELECT value FROM properties")[1] == [('"x\\\\udcff"',)]
    assert store.sql("SELECT locator FROM edges")[1] == [("\\udcff",)]
