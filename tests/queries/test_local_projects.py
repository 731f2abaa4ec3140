"""A project that requires another one of its tree requires what that one requires, and only that."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, edge, fact
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind, Scope
from tests.queries.conftest import PROJECT, Graph, declared, locked

LIB = ids.project(Path("/home/somebody/shop/libs/lib"))
BASE = ids.project(Path("/home/somebody/base"))


def needs(project: NodeId, target: NodeId, scope: Scope = Scope.RUNTIME, **more: Any) -> Assertion:
    return edge(project, EdgeKind.DEPENDS_ON, target, Evidence("7", Method.DECLARED, "x"), scope=scope.value, **more)


def holds(*projects: NodeId) -> list[Assertion]:
    seen = Evidence("", Method.OBSERVED, "tree")
    return [edge(PROJECT, EdgeKind.CONTAINS, project, seen) for project in projects]


def of_lib(graph: Graph) -> Graph:
    """The library requires numpy, for an extra torch, for its tests pytest, and another project."""
    said = [
        fact(LIB, PropertyKind.NAME, "shop-lib", Evidence("2", Method.DECLARED)),
        needs(LIB, ids.package("numpy")),
        needs(LIB, ids.package("torch"), Scope.OPTIONAL, extra="gpu"),
        needs(LIB, ids.package("pytest"), Scope.TEST),
        needs(LIB, BASE),
    ]
    graph.write("pyproject.toml", said, collection=LIB.key)
    return graph.write("base.toml", needs(BASE, ids.package("attrs")), collection=BASE.key)


def test_nested_project_that_is_not_required_brings_nothing(graph: Graph) -> None:
    of_lib(graph).write("tree", holds(LIB)).write("m", declared("fastapi"))
    found = graph.inventory()
    assert [entry.name for entry in found.packages] == ["fastapi"]
    (project,) = found.projects
    assert (project.path, project.name, project.is_nested, project.scope, project.depends_on) == (
        "libs/lib", "shop-lib", True, None, (),
    )  # fmt: skip


def test_required_project_brings_its_run_time_requirements_and_those_of_the_extras_asked(graph: Graph) -> None:
    of_lib(graph).write("tree", holds(LIB)).write("m", needs(PROJECT, LIB, extras=["gpu"]))
    found = graph.inventory()
    assert {e.name: (e.scope, [s.where for s in e.declared]) for e in found.packages} == {
        "numpy": (Scope.RUNTIME, ["libs/lib/pyproject.toml:7"]),
        "torch": (Scope.RUNTIME, ["libs/lib/pyproject.toml:7"]),
        "attrs": (Scope.RUNTIME, ["../base/base.toml:7"]),
    }
    assert found.direct == (LIB,)
    assert {(p.path, p.is_nested, p.scope): p.depends_on for p in found.projects} == {
        ("libs/lib", True, Scope.RUNTIME): (ids.package("numpy"), ids.package("torch"), BASE),
        ("../base", False, Scope.RUNTIME): (ids.package("attrs"),),
    }


def test_what_is_required_for_tests_alone_is_for_tests(graph: Graph) -> None:
    of_lib(graph).write("m", needs(PROJECT, LIB, Scope.TEST))
    assert {e.name: e.scope for e in graph.inventory().packages} == {"numpy": Scope.TEST, "attrs": Scope.TEST}


def test_projects_that_require_each_other_end(graph: Graph) -> None:
    graph.write("m", needs(PROJECT, LIB)).write(
        "n", needs(LIB, PROJECT), needs(LIB, ids.package("numpy")), collection=LIB.key
    )
    assert [entry.name for entry in graph.inventory().packages] == ["numpy"]


def test_own_lock_gives_the_version_of_what_another_project_requires(graph: Graph) -> None:
    of_lib(graph).write("m", needs(PROJECT, LIB)).write("uv.lock", locked("numpy", "2.1.0"))
    assert graph.packages()["numpy"].version == "2.1.0"
