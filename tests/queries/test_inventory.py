"""An inventory says what a project is made of, and what of that is unknown."""

from __future__ import annotations

import pytest

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, JsonValue, edge, fact
from mlgraph.model.errors import QueryError
from mlgraph_ontology.kinds import EdgeKind, Method, NodeKind, PropertyKind, Scope
from tests.queries.conftest import PROJECT, Graph, declared, installed, locked, python

BERT = ids.model("google-bert/bert-base-uncased")
IMDB = ids.hub_dataset("stanfordnlp/imdb")
COMMIT = "0123456789abcdef0123456789abcdef01234567"
OTHER_COMMIT = "f" * 40
SEEN = Evidence("1", Method.OBSERVED)


def called(node: ids.NodeId, line: int, **more: JsonValue) -> Assertion:
    evidence = Evidence(str(line), Method.OBSERVED, "from_pretrained")
    return edge(PROJECT, EdgeKind.DEPENDS_ON, node, evidence, scope="runtime", **more)


def said(kind: PropertyKind, value: JsonValue, *, method: Method = Method.DECLARED, line: str = "1") -> Assertion:
    return fact(PROJECT, kind, value, Evidence(line, method))


def test_a_project_that_the_graph_does_not_hold_is_an_error(graph: Graph) -> None:
    graph.write("other", installed("click", "8.1.7")[1:])
    with pytest.raises(QueryError, match=r"no project at /home/somebody/shop; `mlgraph scan` it first"):
        graph.inventory()


def test_its_name_is_that_of_the_manifest_and_else_that_of_its_folder(graph: Graph) -> None:
    graph.write(".", said(PropertyKind.NAME, "folder", method=Method.INFERRED))
    assert graph.inventory().name == "folder"
    graph.write("pyproject.toml", said(PropertyKind.NAME, "shop"), said(PropertyKind.VERSION, "1.0"))
    assert (graph.inventory().name, graph.inventory().version) == ("shop", "1.0")


def test_what_nobody_says_is_unknown_and_not_empty(graph: Graph) -> None:
    graph.write("requirements.txt", declared("numpy"))
    found = graph.inventory()
    assert (found.version, found.description, found.python_version, found.platform) == (None, None, None, None)
    assert (found.name, found.licenses) == ("shop", ())


def test_the_environment_is_the_one_that_was_read(graph: Graph) -> None:
    graph.write(".venv", python("3.11.7", "linux"))
    assert (graph.inventory().python_version, graph.inventory().platform) == ("3.11.7", "linux")


def test_a_model_at_two_commits_is_two_entries_and_at_a_branch_the_model_itself(graph: Graph) -> None:
    graph.write(
        "app.py",
        called(BERT, 3, revision=COMMIT),
        called(BERT, 9, revision=OTHER_COMMIT),
        called(BERT, 12, revision="main"),
        called(BERT, 12, revision="main"),
    )
    found = graph.inventory().models
    assert [(m.id.key.partition("@")[2], m.revision, m.is_pinned) for m in found] == [
        ("", "main", False),
        (COMMIT, COMMIT, True),
        (OTHER_COMMIT, OTHER_COMMIT, True),
    ]
    assert [[s.where for s in m.sightings] for m in found] == [["app.py:12"], ["app.py:3"], ["app.py:9"]]
    assert {m.name for m in found} == {"google-bert/bert-base-uncased"}


def test_a_dataset_at_a_commit_and_without_one_is_not_pinned(graph: Graph) -> None:
    graph.write("train.py", called(IMDB, 1, revision=COMMIT))
    (dataset,) = graph.inventory().datasets
    assert (dataset.name, dataset.is_pinned) == ("stanfordnlp/imdb", True)
    graph.write("eval.py", called(IMDB, 2))
    (dataset,) = graph.inventory().datasets
    assert (dataset.revision, dataset.is_pinned) == (COMMIT, False)


def test_sightings_are_in_the_order_of_documents_and_lines(graph: Graph) -> None:
    graph.write("b.py", called(BERT, 2)).write("a.py", called(BERT, 10), called(BERT, 9))
    (model,) = graph.inventory().models
    assert [s.where for s in model.sightings] == ["a.py:9", "a.py:10", "b.py:2"]


def test_a_service_says_who_answers_and_where(graph: Graph) -> None:
    service = ids.service("openai", "gpt-4o-mini")
    seen = Evidence("4", Method.OBSERVED)
    graph.write("app.py", called(service, 4), fact(service, PropertyKind.ENDPOINT, "llm.example.org", seen)).write(
        "other.py", called(ids.service("anthropic", "claude"), 1)
    )
    found = [(s.provider, s.name, s.endpoint) for s in graph.inventory().services]
    assert found == [("anthropic", "claude", None), ("openai", "gpt-4o-mini", "llm.example.org")]


def test_a_weight_file_has_what_its_header_said_and_nothing_else(graph: Graph) -> None:
    path = ids.path_of(PROJECT) / "weights" / "model.safetensors"
    file, seen = ids.file(path), Evidence("", Method.OBSERVED, "safetensors")
    graph.write(
        "weights/model.safetensors",
        edge(PROJECT, EdgeKind.CONTAINS, file, seen),
        fact(file, PropertyKind.FORMAT, "safetensors", seen),
        fact(file, PropertyKind.PARAMETER_COUNT, 0, seen),
        fact(file, PropertyKind.HASH, "sha256:" + "0" * 64, seen),
        edge(file, EdgeKind.DERIVED_FROM, BERT, seen),
    )
    (found,) = graph.inventory().files
    assert (found.path, found.format, found.parameter_count) == ("weights/model.safetensors", "safetensors", 0)
    assert (found.size_bytes, found.tensor_count, found.dtype) == (None, None, None)
    assert found.hashes == ("sha256:" + "0" * 64,)
    assert found.derived_from == (BERT,)


def test_a_reference_whose_value_is_unknown_is_listed_once_with_its_place(graph: Graph) -> None:
    value: dict[str, JsonValue] = {"kind": "Model", "callable": "AutoModel.from_pretrained", "expression": "args.model"}
    graph.write(
        "app.py", said(PropertyKind.UNRESOLVED, value, line="7"), said(PropertyKind.UNRESOLVED, value, line="7")
    )
    (found,) = graph.inventory().unresolved
    assert (found.kind, found.callable, found.expression, found.where) == (
        NodeKind.MODEL,
        "AutoModel.from_pretrained",
        "args.model",
        "app.py:7",
    )
    assert graph.inventory().models == ()


def test_documents_that_failed_are_problems_and_not_documents(graph: Graph) -> None:
    graph.write("requirements.txt", declared("numpy")).fail("uv.lock", "uv.lock:3: no TOML")
    found = graph.inventory()
    assert [(p.where, p.text) for p in found.problems] == [("uv.lock", "uv.lock:3: no TOML")]
    assert found.documents == (("requirements.txt", "test/1"),)


def test_what_was_left_out_is_counted_by_reason(graph: Graph) -> None:
    graph.write(
        ".",
        said(PropertyKind.EXCLUDED, {"reason": "virtual environment", "count": 2}, method=Method.OBSERVED),
        said(PropertyKind.EXCLUDED, {"reason": "cache", "count": 5}, method=Method.OBSERVED),
    )
    assert graph.inventory().excluded == (("cache", 5), ("virtual environment", 2))


def test_other_projects_of_the_graph_do_not_show(graph: Graph) -> None:
    other = ids.project(ids.path_of(PROJECT).with_name("other"))
    seen = Evidence("3", Method.OBSERVED, "installed")
    click = ids.release("click", "8.1.7")
    graph.write(
        "other/.venv/click",
        edge(other, EdgeKind.CONTAINS, click, seen),
        fact(click, PropertyKind.DESCRIPTION, "of the other", seen),
        edge(click, EdgeKind.LICENSED_UNDER, ids.license_expression("MIT"), seen),
        edge(other, EdgeKind.DEPENDS_ON, BERT, seen),
        collection=other.key,
    ).write("uv.lock", locked("click", "8.1.7"))
    found = graph.inventory()
    (entry,) = found.packages
    assert (entry.description, entry.licenses, entry.installed) == (None, (), ())
    assert (found.models, found.problems) == ((), ())
    assert found.documents == (("uv.lock", "test/1"),)


def test_what_is_said_for_all_projects_does_show(graph: Graph) -> None:
    click = ids.release("click", "8.1.7")
    index = Evidence("#/info", Method.DECLARED, "index")
    graph.write("index.json", fact(click, PropertyKind.DESCRIPTION, "a toolkit", index), collection="index")
    graph.write("uv.lock", locked("click", "8.1.7"))
    assert graph.packages()["click"].description == "a toolkit"


def test_scopes_of_a_reference_are_in_the_order_of_the_ontology(graph: Graph) -> None:
    graph.write(
        "t.py", called(BERT, 1), edge(PROJECT, EdgeKind.DEPENDS_ON, BERT, Evidence("2", Method.OBSERVED), scope="test")
    )
    (model,) = graph.inventory().models
    assert model.scopes == (Scope.RUNTIME, Scope.TEST)


def test_a_model_goes_by_the_name_that_the_project_has_for_it_and_is_known_by_all(graph: Graph) -> None:
    old, new = ids.model("bert-base-uncased"), ids.model("google-bert/bert-base-uncased")
    graph.write("app.py", edge(PROJECT, EdgeKind.DEPENDS_ON, old, SEEN))
    said = fact(new, PropertyKind.TASK, "fill-mask", SEEN)
    graph.write("rename", edge(old, EdgeKind.SAME_AS, new, SEEN), said, collection="")
    (entry,) = graph.inventory().models
    assert (entry.id, entry.name, entry.known.id, entry.known.aliases) == (old, "bert-base-uncased", old, (new,))
    assert entry.known.value(PropertyKind.TASK) == "fill-mask"
    assert graph.inventory().related == ()


def test_a_model_by_two_names_is_one_entry_by_the_one_that_stands_for_both(graph: Graph) -> None:
    old, new = ids.model("bert-base-uncased"), ids.model("google-bert/bert-base-uncased")
    both = [edge(PROJECT, EdgeKind.DEPENDS_ON, node, SEEN) for node in (old, new)]
    graph.write("app.py", both)
    graph.write("rename", edge(old, EdgeKind.SAME_AS, new, SEEN), collection="")
    assert [entry.id for entry in graph.inventory().models] == [new]
