"""What the licenses of packages bring to a project, what OSADL answers, and what is where."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from mlgraph.model import ids
from mlgraph.model.assertions import Evidence, edge, fact
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind, Scope
from mlgraph_ontology.licenses import compatibility
from mlgraph_queries.licensing import carried, compatibility_of
from mlgraph_queries.licensing.obligations import obligations
from mlgraph_queries.licensing.statements import licenses
from tests.queries.conftest import PROJECT, Graph, declared, installed, requires

MANIFEST = Evidence("1", Method.DECLARED, "license")


def own(expression: str) -> object:
    return edge(PROJECT, EdgeKind.LICENSED_UNDER, ids.license_expression(expression), MANIFEST)


def test_osadl_answers_no_one_way_and_yes_the_other() -> None:
    assert compatibility("GPL-3.0-only", "Apache-2.0") == "No"
    assert compatibility("Apache-2.0", "GPL-3.0-only") == "Yes"
    assert compatibility("MIT", "MIT") == "Same"
    assert compatibility("LicenseRef-own", "MIT") is None


@pytest.mark.parametrize(
    ("inbound", "outbound", "answer"),
    [
        ("GPL-3.0-only OR MIT", "Apache-2.0", "Yes"),
        ("GPL-3.0-only AND MIT", "Apache-2.0", "No"),
        ("GPL-3.0-only AND LicenseRef-own", "Apache-2.0", "No"),
        ("GPL-3.0-only OR LicenseRef-own", "Apache-2.0", None),
        ("Apache-2.0", "GPL-2.0-only OR GPL-3.0-only", "No"),
        ("MIT", "LicenseRef-own", None),
        ("LicenseRef-own", "MIT", None),
    ],
)
def test_answer_follows_the_choices_of_the_part_and_the_offers_of_the_whole(
    inbound: str, outbound: str, answer: str | None
) -> None:
    assert compatibility_of(inbound, outbound) == answer


@pytest.mark.shared_data
def test_every_encoded_answer_is_that_of_the_matrix(shared_data: Path) -> None:
    """The matrix has the license of the whole in its first column, and those of the parts in its first line."""
    with gzip.open(shared_data / "licences" / "osadl-matrix.csv.gz", "rt") as file:
        head, *rows = csv.reader(file)
    checked = 0
    for outbound, *answers in rows:
        for inbound, answer in zip(head[1:], answers, strict=True):
            if (ours := compatibility(inbound, outbound)) is not None:
                assert (inbound, outbound, ours) == (inbound, outbound, answer)
                checked += 1
    assert checked == 41 * 41


def test_package_to_which_osadl_answers_no_is_a_finding(graph: Graph) -> None:
    graph.write("pyproject.toml", own("Apache-2.0"), declared("a"), declared("tool", scope=Scope.TEST.value))
    graph.write(
        "METADATA", installed("a", "1", license_="GPL-3.0-only"), installed("tool", "1", license_="GPL-3.0-only")
    )
    (found,) = graph.findings("license-conflict")
    assert (found.severity, found.subject, found.text) == (
        "warning",
        "pkg:pypi/a@1",
        "OSADL (2024-12-02) answers No to code under GPL-3.0-only in a project under Apache-2.0",
    )


def test_answer_on_weak_copyleft_is_a_note_as_it_stays_with_the_package(graph: Graph) -> None:
    graph.write("pyproject.toml", own("Apache-2.0"), declared("a"))
    graph.write("METADATA", installed("a", "1", license_="MPL-2.0"))
    assert [found.severity for found in graph.findings("license-conflict")] == ["note"]


def test_clauses_of_packages_arrive_by_the_shortest_path_and_weak_copyleft_stays(graph: Graph) -> None:
    graph.write("pyproject.toml", declared("a"), declared("b"))
    graph.write(
        "METADATA",
        installed("a", "1"),
        installed("b", "1", license_="GPL-3.0-only"),
        installed("deep", "1", license_="LGPL-2.1-only"),
        requires("a", "1", "deep"),
    )
    found = {(str(c.clause), str(c.status), c.part.name, len(c.path)) for c in carried(graph.inventory())}
    assert found == {
        ("attribution", "obligatory", "a 1", 1),
        ("attribution", "obligatory", "b 1", 1),
        ("attribution", "obligatory", "deep 1", 2),
        ("share-alike", "contested", "b 1", 1),
        ("disclosure", "contested", "b 1", 1),
        ("share-alike", "none", "deep 1", 2),
        ("disclosure", "none", "deep 1", 2),
        ("patent-grant", "obligatory", "b 1", 1),
        ("patent-retaliation", "obligatory", "b 1", 1),
    }


def test_packages_that_only_testing_needs_are_counted_apart(graph: Graph) -> None:
    graph.write("pyproject.toml", declared("tool", scope=Scope.TEST.value))
    graph.write("METADATA", installed("tool", "1", license_="GPL-3.0-only"))
    table = obligations(graph.inventory())
    assert table.rows == ()
    assert table.unknown == (
        "1 of the packages are only needed to build, to test or to develop, and not counted as shipped",
    )


def test_licenses_tell_what_is_where_what_is_open_and_who_disagrees(graph: Graph) -> None:
    disagreeing = Evidence("9", Method.DECLARED, "license")
    graph.write("pyproject.toml", *(declared(name) for name in "abcd"))
    graph.write("METADATA", *(installed(name, "1", license_=None) for name in "abcd"))
    graph.write("a", edge(ids.release("a", "1"), EdgeKind.LICENSED_UNDER, ids.license_expression("MIT"), disagreeing))
    graph.write("b", fact(ids.release("b", "1"), PropertyKind.LICENSE_TEXT, "BSD", disagreeing))
    for title, text in (("c", "MIT"), ("index", "GPL-3.0-only")):
        license_ = ids.license_expression(text)
        graph.write(title, edge(ids.release("c", "1"), EdgeKind.LICENSED_UNDER, license_, disagreeing))
    table = licenses(graph.inventory())
    found = [(r["state"], r["license"], r["count"], r["components"]) for r in table.records()]
    assert found == [
        ("stated", "MIT", 1, ["pkg:pypi/a@1"]),
        ("conflict", "GPL-3.0-only, MIT", 1, ["pkg:pypi/c@1"]),
        ("words", "BSD", 1, ["pkg:pypi/b@1"]),
        ("unknown", None, 2, ["pkg:pypi/d@1", PROJECT.key]),
    ]
    says = table.records()[1]["says"]
    assert says == ["c: MIT at c:9 (declared, license)", "c: GPL-3.0-only at index:9 (declared, license)"]
    assert dict(table.coverage) == {"components": 5, "stated": 1, "conflict": 1, "words": 1, "unknown": 2}


def test_part_of_an_expression_is_no_disagreement(graph: Graph) -> None:
    release = ids.release("a", "1")
    graph.write("METADATA", own("MIT"), declared("a"), installed("a", "1", license_="MIT OR Apache-2.0"))
    graph.write("index", edge(release, EdgeKind.LICENSED_UNDER, ids.license_expression("MIT"), MANIFEST))
    assert [row["state"] for row in licenses(graph.inventory()).records()] == ["stated", "stated"]
