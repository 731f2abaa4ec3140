"""Search finds, show sums up, and explain leaves no assertion out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, Period, edge, fact
from mlgraph.model.errors import QueryError
from mlgraph.view import GraphView
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind
from mlgraph_queries import explanation
from mlgraph_queries.table import Table
from tests.queries.conftest import PROJECT, Graph, declared, installed, locked, requires

NUMPY = ids.package("numpy")


@pytest.fixture
def full(graph: Graph) -> Graph:
    """numpy in a manifest, a lock and an environment."""
    graph.write("requirements.txt", declared("numpy", ">=2", line=2, marker='python_version > "3"'))
    graph.write("uv.lock", locked("numpy", "2.1.0", line=40))
    return graph.write("venv/numpy", installed("numpy", "2.2.0", license_="BSD-3-Clause"))


def explain(graph: Graph, text: str) -> Table:
    with graph.view() as view:
        return explanation.explain(view, text)


def show(graph: Graph, text: str) -> Table:
    with graph.view() as view:
        return explanation.show(view, text)


def test_explain_lists_every_source_with_its_document_and_line(full: Graph) -> None:
    rows = {
        (r["subject"], r["predicate"], r["value"], r["method"], r["where"]) for r in explain(full, "numpy").records()
    }
    old, new = "pkg:pypi/numpy@2.1.0", "pkg:pypi/numpy@2.2.0"
    assert rows == {
        (PROJECT.key, "depends_on", "pkg:pypi/numpy", "declared", "requirements.txt:2"),
        (PROJECT.key, "contains", old, "resolved", "uv.lock:40"),
        (old, "release_of", "pkg:pypi/numpy", "resolved", "uv.lock:40"),
        (PROJECT.key, "contains", new, "observed", "venv/numpy:3"),
        (new, "release_of", "pkg:pypi/numpy", "observed", "venv/numpy:3"),
        (new, "licensed_under", "BSD-3-Clause", "observed", "venv/numpy:3"),
    }


def test_explain_says_what_limits_a_statement_and_where_its_document_is(full: Graph) -> None:
    (row,) = [r for r in explain(full, "numpy").records() if r["predicate"] == "depends_on"]
    assert row["qualifiers"] == 'marker: python_version > "3"; scope: runtime; specifier: >=2'
    assert row["document"] == f"file:///{PROJECT.key}/requirements.txt"
    assert row["rule"] == "requirement"
    assert row["observed_at"] == "2026-01-01T00:00:00+00:00"
    assert row["valid"] == "? to -"


def test_explain_keeps_what_contradicts_the_strongest_first(graph: Graph) -> None:
    def named(name: str, method: Method) -> Assertion:
        return fact(NUMPY, PropertyKind.NAME, name, Evidence("1", method))

    graph.write("a", named("guess", Method.INFERRED)).write("b", named("NumPy", Method.OBSERVED))
    graph.write("c", named("numpy!", Method.DECLARED))
    assert [r["value"] for r in explain(graph, "numpy").records()] == ["NumPy", "numpy!", "guess"]
    assert str(explain(graph, "numpy").parameters["policy"]).startswith("observed > resolved > declared")


def test_one_statement_of_two_documents_is_two_rows_of_explain_and_one_of_show(graph: Graph) -> None:
    graph.write("a.txt", declared("numpy", ">=2")).write("b.txt", declared("numpy", ">=1", line=9))
    assert [r["where"] for r in explain(graph, "numpy").records()] == ["a.txt:1", "b.txt:9"]
    (row,) = show(graph, "numpy").records()
    assert (row["predicate"], row["value"], row["documents"]) == ("depends_on", "pkg:pypi/numpy", 2)


def test_explain_of_a_release_is_about_this_release(full: Graph) -> None:
    subjects = {r["subject"] for r in explain(full, "pkg:pypi/numpy@2.1.0").records()}
    assert subjects == {PROJECT.key, "pkg:pypi/numpy@2.1.0"}


def test_a_period_is_shown_and_a_statement_that_does_not_hold_that_day_is_not(graph: Graph) -> None:
    said = edge(
        NUMPY, EdgeKind.DEVELOPED_IN, ids.repository("https://github.com/numpy/numpy"), Evidence("1", Method.CURATED)
    )
    until = Assertion(
        said.subject,
        said.predicate,
        said.object,
        None,
        said.evidence,
        period=Period(date(2005, 1, 1), date(2020, 1, 1)),
    )
    graph.write("catalog", until, fact(NUMPY, PropertyKind.NAME, "numpy", Evidence("2", Method.CURATED)))
    assert [r["predicate"] for r in explain(graph, "numpy").records()] == ["name"]
    with graph.view(date(2019, 12, 31)) as view:
        (row, _) = explanation.explain(view, "pkg:pypi/numpy").records()
        assert (row["valid"], row["predicate"]) == ("2005-01-01 to 2020-01-01", "developed_in")
        assert explanation.explain(view, "pkg:pypi/numpy").as_of == date(2019, 12, 31)


def test_the_value_of_a_mapping_or_a_list_is_words(graph: Graph) -> None:
    seen = Evidence("1", Method.OBSERVED)
    graph.write("x", fact(NUMPY, PropertyKind.HOMEPAGE, {"url": "https://x.example", "label": ["a", "b"]}, seen))
    (row,) = show(graph, "numpy").records()
    assert row["value"] == "label: a, b; url: https://x.example"


@pytest.mark.parametrize("command", [explanation.show, explanation.explain])
def test_a_name_of_nothing_or_of_several_things_is_an_error_that_helps(
    full: Graph, command: Callable[[GraphView, str], Table]
) -> None:
    full.write("more", fact(ids.model("other/numpy"), PropertyKind.NAME, "x", Evidence("", Method.DECLARED)))
    full.write("again", fact(ids.model("third/numpy"), PropertyKind.NAME, "x", Evidence("", Method.DECLARED)))
    with full.view() as view:
        with pytest.raises(QueryError, match=r"nothing in the graph is called 'nothing'.*mlgraph search"):
            command(view, "nothing")
        with pytest.raises(QueryError, match=r"names several things: .*pkg:huggingface/other/numpy.*whole id"):
            command(view, "numpy")
        assert command(view, "pkg:pypi/numpy").parameters["id"] == "pkg:pypi/numpy"


def test_search_finds_parts_of_ids_whatever_their_case_shortest_first(full: Graph) -> None:
    with full.view() as view:
        table = explanation.search(view, "NUM")
        assert table.rows == (
            ("pkg:pypi/numpy", "Package"),
            ("pkg:pypi/numpy@2.1.0", "Release"),
            ("pkg:pypi/numpy@2.2.0", "Release"),
        )
        assert explanation.search(view, "NUM", limit=1).rows == table.rows[:1]
        assert explanation.search(view, "torch").rows == ()


@pytest.mark.parametrize("text", ["%", "_", "'; DROP TABLE node; --", "\\", "é\n"])
def test_search_takes_a_text_as_it_is(full: Graph, text: str) -> None:
    with full.view() as view:
        assert explanation.search(view, text).rows == ()
        assert explanation.search(view, "numpy").rows != ()


def test_one_predicate_alone_is_explained(graph: Graph) -> None:
    graph.write("uv.lock", locked("torch", "2.4.0"), requires("torch", "2.4.0", "numpy", method=Method.RESOLVED))
    graph.write("env", installed("torch", "2.4.0"), requires("torch", "2.4.0", "numpy"))
    with graph.view() as view:
        rows = explanation.explain(view, "torch@2.4.0", predicate="depends_on").records()
    assert [(r["value"], r["method"], r["where"]) for r in rows] == [
        ("pkg:pypi/numpy", "observed", "env:5"),
        ("pkg:pypi/numpy", "resolved", "uv.lock:5"),
    ]


def test_predicate_that_is_none_names_those_that_are(graph: Graph) -> None:
    graph.write("uv.lock", locked("torch", "2.4.0"))
    with graph.view() as view, pytest.raises(QueryError, match="depends_on"):
        explanation.explain(view, "torch@2.4.0", predicate="dependson")
