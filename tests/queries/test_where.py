"""In which projects and documents a thing is, by which path: portfolios of a few documents, worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import pytest

from mlgraph.model import ids
from mlgraph.model.artifact_ids import part_of_document
from mlgraph.model.assertions import Assertion, Evidence, edge, fact
from mlgraph.model.errors import QueryError
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import EdgeKind, Method, NodeKind, PropertyKind
from mlgraph_queries.table import Table
from mlgraph_queries.where import where
from tests.queries.conftest import PROJECT, Graph, declared, installed, locked, requires

SAID = Evidence("#/components/0", Method.DECLARED, "cyclonedx")


def at(name: str) -> NodeId:
    return ids.project(Path(f"/boms/{name}.cdx.json"))


def bom(
    graph: Graph,
    name: str,
    components: str,
    steps: str = "",
    *,
    complete: str | None = None,
    also: Sequence[Assertion] = (),
    called: str | None = None,
) -> Graph:
    """A bill of materials: `a@1 b@2` and `. a@1, a@1 b@2`, where `.` is the project."""
    project = at(name)

    def node(text: str) -> NodeId:
        return project if text == "." else ids.release(*text.split("@"))

    said = [fact(project, PropertyKind.NAME, called or name, SAID), *also]
    for text in components.split():
        said.append(edge(project, EdgeKind.CONTAINS, node(text), SAID))
        said.append(edge(node(text), EdgeKind.RELEASE_OF, ids.package_of(node(text)), SAID))
    for step in filter(None, steps.split(", ")):
        above, below = step.split()
        said.append(edge(node(above), EdgeKind.DEPENDS_ON, node(below), SAID))
    if complete is not None:
        said.append(fact(project, PropertyKind.COMPOSITION, {"aggregate": complete, "of": "assemblies"}, SAID))
    return graph.write(f"{name}.cdx.json", *said, collection=project.key, reader="bom/1")


def asked(graph: Graph, text: str, **more: int) -> Table:
    with graph.view() as view:
        return where(view, text, **more)


def places(graph: Graph, text: str) -> set[tuple[object, ...]]:
    return {(row["project"], row["version"], row["how"], row["path"]) for row in asked(graph, text).records()}


@pytest.fixture
def portfolio(graph: Graph) -> Graph:
    bom(graph, "app", "numpy@1 pandas@2", ". pandas@2, pandas@2 numpy@1", complete="complete")
    bom(graph, "web", "numpy@2 flask@3", ". numpy@2, . flask@3", complete="incomplete")
    bom(graph, "job", "numpy@1 pandas@2")
    return bom(graph, "other", "flask@3", ". flask@3")


def test_a_package_is_found_in_all_its_releases_each_by_its_own_documents_path(portfolio: Graph) -> None:
    expected = {
        ("app", "1", "transitive", "app > pandas 2 > numpy 1"),
        ("web", "2", "direct", "web > numpy 2"),
        ("job", "1", "listed", None),
    }
    assert places(portfolio, "pkg:pypi/numpy") == expected
    assert places(portfolio, "numpy") == expected
    assert places(portfolio, "NumPy") == expected


def test_a_release_is_found_alone(portfolio: Graph) -> None:
    assert {row[0] for row in places(portfolio, "pkg:pypi/numpy@2")} == {"web"}


def test_a_part_of_a_name_finds_all_that_have_it(portfolio: Graph) -> None:
    found = asked(portfolio, "ump")
    assert found.parameters["matched_by"] == "part of a name"
    assert {row["id"] for row in found.records()} == {"pkg:pypi/numpy@1", "pkg:pypi/numpy@2"}


def test_the_path_of_a_folder_is_no_name_of_what_lies_in_it(graph: Graph) -> None:
    model = part_of_document(NodeKind.MODEL, "file:///boms/app.cdx.json", "m")
    bom(graph, "app", "a@1", also=[edge(at("app"), EdgeKind.CONTAINS, model, SAID)])
    assert places(graph, "boms") == set()


def test_a_part_of_a_document_is_found_by_what_that_calls_it(graph: Graph) -> None:
    model = part_of_document(NodeKind.MODEL, "file:///boms/app.cdx.json", "ref-1")
    said = [
        edge(at("app"), EdgeKind.CONTAINS, model, SAID),
        edge(at("app"), EdgeKind.DEPENDS_ON, model, SAID),
        fact(model, PropertyKind.NAME, "house-model", SAID),
    ]
    bom(graph, "app", "a@1", also=said)
    assert {(row["id"], row["how"]) for row in asked(graph, "house-model").records()} == {(model.key, "direct")}


def test_nothing_found_says_what_was_searched_and_that_this_is_no_absence(portfolio: Graph) -> None:
    found = asked(portfolio, "tensorflow")
    assert found.rows == ()
    assert found.unknown == (
        "tensorflow: seen in none of 4 projects, 4 documents",
        "3 of these documents do not say that their list is complete: what they do not list may still be there",
    )
    assert (found.coverage["documents_that_say_their_list_is_complete"], found.coverage["projects_with_it"]) == (1, 0)
    assert found.coverage["documents_that_say_it_is_incomplete"] == 1


def test_a_document_that_could_not_be_read_is_counted(portfolio: Graph) -> None:
    portfolio.fail("broken.json", "broken.json: no JSON")
    assert asked(portfolio, "numpy").coverage["documents_that_could_not_be_read"] == 1


@pytest.mark.parametrize("text", ["nu\udcff", "it's 100%", '"', "'; DROP TABLE node", "a" * 10_000, "%", "*"])
def test_any_text_is_looked_for_as_it_is_written(portfolio: Graph, text: str) -> None:
    assert asked(portfolio, text).rows == ()


def test_no_text_is_refused(portfolio: Graph) -> None:
    with pytest.raises(QueryError, match="say what to look for"):
        asked(portfolio, " ")


def test_what_is_left_out_is_counted(portfolio: Graph) -> None:
    found = asked(portfolio, "numpy", limit=1)
    assert len(found.rows) == 1
    assert found.unknown[-1] == "2 more places; --limit shows more"
    assert found.coverage["projects_with_it"] == 3


def test_what_the_document_is_about_is_its_root(graph: Graph) -> None:
    app = ids.release("app", "1")
    bom(graph, "app", "a@1", also=[edge(at("app"), EdgeKind.CONTAINS, app, SAID, role="root")])
    assert places(graph, "pkg:pypi/app") == {("app", "1", "root", None)}


def test_a_component_in_another_is_reached_by_what_holds_it(graph: Graph) -> None:
    held = edge(ids.release("a", "1"), EdgeKind.CONTAINS, ids.release("b", "1"), SAID)
    bom(graph, "app", "a@1 b@1", ". a@1", also=[held])
    assert places(graph, "pkg:pypi/b") == {("app", "1", "transitive", "app > a 1 > b 1")}


def test_what_nothing_requires_stands_at_the_top_where_no_document_says_what_the_project_requires(graph: Graph) -> None:
    bom(graph, "app", "a@1 b@1 c@1 d@1", "a@1 b@1, b@1 c@1")
    assert places(graph, "pkg:pypi/c") == {("app", "1", "transitive", "app > a 1 > b 1 > c 1")}
    assert places(graph, "pkg:pypi/a") == {("app", "1", "listed", None)}
    assert places(graph, "pkg:pypi/d") == {("app", "1", "listed", None)}


def test_in_a_scanned_project_a_requirement_leads_to_the_release_that_is_there(graph: Graph) -> None:
    graph.write("pyproject.toml", fact(PROJECT, PropertyKind.NAME, "shop", SAID), declared("flask", ">=2"))
    graph.write("uv.lock", *locked("flask", "3.0"), *locked("jinja2", "3.1"), requires("flask", "3.0", "jinja2"))
    assert places(graph, "jinja2") == {("shop", "3.1", "transitive", "shop > flask 3.0 > jinja2 3.1")}
    (row,) = asked(graph, "flask").records()
    assert (row["version"], row["how"], row["document"], row["scope"]) == ("3.0", "direct", ["uv.lock"], None)


def test_a_package_that_is_only_declared_has_no_version(graph: Graph) -> None:
    graph.write("requirements.txt", fact(PROJECT, PropertyKind.NAME, "shop", SAID), declared("flask", ">=2"))
    assert places(graph, "flask") == {("shop", None, "direct", "shop > flask")}


def test_what_is_required_for_an_extra_that_nobody_asked_for_is_no_path(graph: Graph) -> None:
    graph.write("requirements.txt", fact(PROJECT, PropertyKind.NAME, "shop", SAID), declared("flask"))
    graph.write("env", *installed("flask", "3.0"), *installed("asgiref", "3.1"))
    graph.write("METADATA", requires("flask", "3.0", "asgiref", extra="async"))
    assert places(graph, "asgiref") == {("shop", "3.1", "listed", None)}


def test_what_is_affected_by_a_vulnerability_is_found(portfolio: Graph) -> None:
    weakness = ids.vulnerability("CVE-2026-1")
    portfolio.write("osv", edge(ids.release("numpy", "1"), EdgeKind.AFFECTED_BY, weakness, SAID), collection="")
    assert {row[0] for row in places(portfolio, "CVE-2026-1")} == {"app", "job"}


def test_the_releases_in_the_ranges_of_a_record_are_found_and_those_of_a_withdrawn_one_are_not(
    portfolio: Graph,
) -> None:
    ranges = [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2"}]}]
    for name, package, more in (("CVE-2026-1", "numpy", {}), ("CVE-2026-2", "flask", {"withdrawn": "2026-01-01"})):
        said = edge(
            ids.package(package),
            EdgeKind.AFFECTED_BY,
            ids.vulnerability(name),
            SAID,
            ecosystem="PyPI",
            ranges=ranges,
            **more,
        )
        portfolio.write(f"osv/{name}", said, collection="")
    assert {row[0] for row in places(portfolio, "CVE-2026-1")} == {"app", "job"}
    assert places(portfolio, "CVE-2026-2") == set()
    portfolio.write("requirements.txt", declared("numpy"))
    found = asked(portfolio, "CVE-2026-1")
    assert {row["project"] for row in found.records()} == {"app", "job"}
    assert "1 more, whose version is not known or not compared, may be affected by CVE-2026-1" in found.unknown


def test_a_thing_with_two_names_is_one_and_leads_on_by_both(graph: Graph) -> None:
    old, new = ids.model("lab/old"), ids.model("lab/new")
    steps = [
        edge(at("app"), EdgeKind.CONTAINS, old, SAID),
        edge(at("app"), EdgeKind.DEPENDS_ON, new, SAID),
    ]
    bom(graph, "app", "a@1", also=steps)
    graph.write("hub", edge(old, EdgeKind.SAME_AS, new, SAID), collection="")
    assert {row[0::2] for row in places(graph, "lab/old")} == {("app", "direct")}
    assert len(places(graph, "lab/old")) == 1


def test_where_needs_no_order_of_documents(tmp_path: Path) -> None:
    from mlgraph.store import Store

    documents = [
        ("one", "x@1 a@1 b@1", ". a@1, . b@1, a@1 x@1, b@1 x@1"),
        ("two", "x@1 a@1", ". a@1, a@1 x@1, x@1 a@1"),
        ("three", "x@1", ". x@1"),
    ]
    answers = set()
    for number, order in enumerate(permutations(documents)):
        graph = Graph(Store(tmp_path / f"{number}.duckdb"))
        for name, components, steps in order:
            bom(graph, name, components, steps)
            with graph.view():
                pass
        answers.add(repr(asked(graph, "x")))
    assert len(answers) == 1
    assert "one > a 1 > x 1" in answers.pop()


def test_the_earliest_document_is_named(portfolio: Graph) -> None:
    assert asked(portfolio, "numpy").coverage["earliest"] == "2026-01-01T00:00:00+00:00 app.cdx.json"


def test_a_base_model_lies_behind_the_projects_that_use_what_was_made_from_it(graph: Graph) -> None:
    base, chat, tuned = (ids.model(f"lab/{name}") for name in ("base", "chat", "tuned"))
    state = ids.model("lab/tuned", "a" * 40)
    for name, used in (("app", tuned), ("web", state), ("job", chat)):
        said = [edge(at(name), kind, used, SAID) for kind in (EdgeKind.CONTAINS, EdgeKind.DEPENDS_ON)]
        bom(graph, name, "a@1", also=said)
    graph.write("hub/chat", edge(chat, EdgeKind.DERIVED_FROM, base, SAID), collection="")
    graph.write("hub/tuned", edge(tuned, EdgeKind.DERIVED_FROM, chat, SAID), collection="")
    assert places(graph, "lab/base") == {
        ("app", None, "behind", "app > lab/tuned > lab/chat > lab/base"),
        ("web", None, "behind", f"web > lab/tuned {'a' * 40} > lab/chat > lab/base"),
        ("job", None, "behind", "job > lab/chat > lab/base"),
    }
    assert {row["id"] for row in asked(graph, "lab/base").records()} == {base.key}


def test_a_base_model_that_a_document_names_itself_is_listed_once(graph: Graph) -> None:
    base, chat = ids.model("lab/base"), ids.model("lab/chat")
    said = [
        edge(at("app"), EdgeKind.CONTAINS, chat, SAID),
        edge(at("app"), EdgeKind.DEPENDS_ON, chat, SAID),
        edge(chat, EdgeKind.DERIVED_FROM, base, SAID),
    ]
    bom(graph, "app", "a@1", also=said)
    assert places(graph, "lab/base") == {("app", None, "transitive", "app > lab/chat > lab/base")}
