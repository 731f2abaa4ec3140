"""Which documents on one subject list a thing, and what it means that others do not."""

from __future__ import annotations

import pytest

from mlgraph.model import ids
from mlgraph.model.assertions import edge, fact
from mlgraph_ontology.kinds import EdgeKind, PropertyKind
from mlgraph_queries.accounts_of_things import Accounts, accounts
from mlgraph_queries.explanation import explain, show
from tests.queries.conftest import PROJECT, Graph, declared
from tests.queries.test_where import SAID, at, bom

NUMPY = ids.release("numpy", "1")
DIGEST = "ab" * 32


def about(name: str, root: str) -> list:
    return [edge(at(name), EdgeKind.CONTAINS, ids.parse(root), SAID, role="root")]


@pytest.fixture
def image(graph: Graph) -> Graph:
    """One image, as four tools saw it, and another."""
    root = f"pkg:oci/chat@sha256:{DIGEST}"
    bom(graph, "syft", "numpy@1 six@1", also=about("syft", root))
    bom(graph, "trivy", "six@1", also=about("trivy", f"{root}?arch=amd64"))
    bom(graph, "tern", "six@1", complete="complete", also=about("tern", root))
    bom(graph, "bom", "numpy@2", called=f"chat@sha256:{DIGEST}")
    return bom(graph, "other", "six@1", also=about("other", f"pkg:oci/chat@sha256:{'cd' * 32}"))


def told(graph: Graph, *things) -> Accounts:
    with graph.view() as view:
        return accounts(view, things)


def test_absent_not_seen_and_listed_otherwise_are_told_apart(image: Graph) -> None:
    assert told(image, NUMPY) == Accounts(
        listed_by=("syft.cdx.json",),
        otherwise_by=("bom.cdx.json (pkg:pypi/numpy@2)",),
        not_seen_by=("trivy.cdx.json",),
        absent_from=("tern.cdx.json",),
    )


def test_documents_on_other_subjects_are_no_witnesses(graph: Graph) -> None:
    bom(graph, "one", "numpy@1")
    bom(graph, "two", "six@1")
    assert told(graph, NUMPY) == Accounts(listed_by=("one.cdx.json",))


def test_equal_name_and_version_are_one_subject_an_equal_name_alone_is_not(graph: Graph) -> None:
    for name, version in (("a", "1"), ("b", "1"), ("c", "2"), ("d", None)):
        said = [fact(at(name), PropertyKind.NAME, "Chat", SAID)]
        if version is not None:
            said.append(fact(at(name), PropertyKind.VERSION, version, SAID))
        components = "numpy@1" if name == "a" else "six@1"
        project = at(name)
        graph.write(
            f"{name}.json",
            *said,
            edge(project, EdgeKind.CONTAINS, ids.release(*components.split("@")), SAID),
            collection=project.key,
            reader="bom/1",
        )
    assert told(graph, NUMPY) == Accounts(listed_by=("a.json",), not_seen_by=("b.json",))


def test_a_folder_on_the_same_subject_is_one_witness(graph: Graph) -> None:
    said = [fact(PROJECT, kind, value, SAID) for kind, value in ((PropertyKind.NAME, "a"), (PropertyKind.VERSION, "1"))]
    graph.write("pyproject.toml", *said, declared("six"))
    graph.write("requirements.txt", declared("six"))
    bom(graph, "a", "numpy@1", also=[fact(at("a"), PropertyKind.VERSION, "1", SAID)])
    assert told(graph, NUMPY) == Accounts(listed_by=("a.cdx.json",), not_seen_by=("/home/somebody/shop",))


def test_an_index_that_has_no_such_thing_is_a_witness_of_absence(graph: Graph) -> None:
    graph.write("index", fact(ids.package("ours"), PropertyKind.ABSENT_FROM, "index.example", SAID), collection="")
    assert told(graph, ids.package("ours")) == Accounts(absent_from=("index.example",))


def test_show_and_explain_say_so(image: Graph) -> None:
    with image.view() as view:
        for answer in (show(view, "pkg:pypi/numpy@1"), explain(view, "pkg:pypi/numpy@1")):
            assert answer.coverage == {
                "listed_by": ["syft.cdx.json"],
                "listed_otherwise_by": ["bom.cdx.json (pkg:pypi/numpy@2)"],
                "not_seen_by": ["trivy.cdx.json"],
                "absent_from": ["tern.cdx.json"],
            }
            (sentence,) = answer.unknown
            assert sentence.startswith("1 document on the same subject does not list it")
            assert sentence.endswith("not seen there, which is not absent")
