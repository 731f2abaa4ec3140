"""Which release requires which: markers are evaluated for the environment, extras count only when they are asked for."""

from __future__ import annotations

from typing import Any

import pytest

from mlgraph_ontology.kinds import Method, Scope
from mlgraph_queries.markers import Environment
from mlgraph_queries.requirements import strongest
from tests.queries.conftest import Graph, declared, installed, locked, python, requires

OLD, NEW = 'python_version < "3.9"', 'python_version >= "3.9"'


def pair(graph: Graph, **qualifiers: Any) -> Graph:
    """`app` requires `lib` under some conditions."""
    graph.write("m", declared("app"))
    return graph.write("venv", installed("app", "1"), installed("lib", "1"), requires("app", "1", "lib", **qualifiers))


@pytest.mark.parametrize(("marker", "needed"), [(OLD, {}), (NEW, {"app@1": ["lib@1"]})])
def test_a_marker_is_evaluated_for_the_python_of_the_environment(
    graph: Graph, marker: str, needed: dict[str, list[str]]
) -> None:
    pair(graph, marker=marker).write(".venv", python("3.11.7"))
    assert graph.needs() == needed


@pytest.mark.parametrize(
    ("version", "needed"), [("3.8.20", {"app@1": ["lib@1"]}), ("3.9.0", {}), ("3.10.1", {}), ("3.13.0rc1", {})]
)
def test_versions_of_python_are_compared_as_versions(graph: Graph, version: str, needed: dict[str, list[str]]) -> None:
    pair(graph, marker=OLD).write(".venv", python(version))
    assert graph.needs() == needed


@pytest.mark.parametrize(("platform", "needed"), [("win32", {"app@1": ["lib@1"]}), ("linux", {})])
def test_a_marker_is_evaluated_for_the_platform_of_the_environment(
    graph: Graph, platform: str, needed: dict[str, list[str]]
) -> None:
    pair(graph, marker='sys_platform == "win32"').write(".venv", python("3.11.7", platform))
    assert graph.needs() == needed


@pytest.mark.parametrize("marker", [OLD, NEW, 'sys_platform == "win32"'])
def test_in_an_unknown_environment_every_marker_may_hold(graph: Graph, marker: str) -> None:
    assert pair(graph, marker=marker).needs() == {"app@1": ["lib@1"]}


@pytest.mark.parametrize("marker", ["", "nonsense ==", "no_such_name == 'x'", "(" * 500])
def test_a_marker_that_cannot_be_evaluated_never_stops_the_answer(graph: Graph, marker: str) -> None:
    pair(graph, marker=marker).write(".venv", python("3.11.7"))
    assert graph.needs() == {"app@1": ["lib@1"]}


def test_an_extra_that_nobody_asks_for_requires_nothing(graph: Graph) -> None:
    pair(graph, extra="gpu", marker='extra == "gpu"').write(".venv", python("3.11.7"))
    assert graph.needs() == {}
    assert graph.packages()["lib"].scope is None


def test_an_extra_that_the_project_asks_for_counts(graph: Graph) -> None:
    pair(graph, extra="gpu", marker='extra == "gpu"').write("m", declared("app", extras=["gpu"]))
    assert graph.needs() == {"app@1": ["lib@1"]}
    graph.write(".venv", python("3.11.7"))
    assert graph.needs() == {"app@1": ["lib@1"]}


@pytest.mark.parametrize("marker", [f'extra == "gpu" and {OLD}', f'{OLD} and extra == "gpu"'])
def test_the_rest_of_an_extras_marker_is_evaluated_too(graph: Graph, marker: str) -> None:
    pair(graph, extra="gpu", marker=marker).write("m", declared("app", extras=["gpu"]))
    graph.write(".venv", python("3.11.7"))
    assert graph.needs() == {}


@pytest.mark.parametrize("environment", [None, "3.11.7"])
def test_a_lock_that_leaves_the_choice_of_a_build_open_requires_each(graph: Graph, environment: str | None) -> None:
    cpu, gpu, never = (
        "extra == 'extra-4-shop-cpu'",
        "extra == 'extra-4-shop-gpu'",
        f"extra == 'extra-4-shop-x' and {OLD}",
    )
    graph.write(".venv", python(environment) if environment else [])
    graph.write(
        "uv.lock",
        locked("vision", "1"),
        locked("torch", "2.5.1"),
        locked("torch", "2.5.1+cpu"),
        requires("vision", "1", "torch", method=Method.RESOLVED, locked_version="2.5.1+cpu", marker=cpu),
        requires("vision", "1", "torch", method=Method.RESOLVED, locked_version="2.5.1", marker=gpu),
    )
    assert graph.needs() == {"vision@1": ["torch@2.5.1", "torch@2.5.1%2Bcpu"]}
    assert not Environment("3.11.7", None).allows(never)


def test_a_constraint_asks_for_no_extra(graph: Graph) -> None:
    pair(graph, extra="gpu", marker='extra == "gpu"')
    graph.write("constraints.txt", declared("app", extras=["gpu"], constraint=True))
    assert graph.needs() == {}


def test_extras_that_are_asked_for_along_the_way_count_until_nothing_changes(graph: Graph) -> None:
    names = ("top", "mid", "low", "end")
    graph.write("m", declared("top"))
    graph.write(
        "venv",
        *[installed(name, "1") for name in names],
        requires("low", "1", "end", extra="x", marker='extra == "x"'),  # before anything asks for it
        requires("mid", "1", "low", extra="y", extras=["x"], marker='extra == "y"'),
        requires("top", "1", "mid", extras=["y"]),
    )
    assert graph.needs() == {"top@1": ["mid@1"], "mid@1": ["low@1"], "low@1": ["end@1"]}
    assert graph.packages()["end"].scope is Scope.RUNTIME


def test_an_extra_that_refers_to_its_own_package_opens_the_other_extra(graph: Graph) -> None:
    graph.write("m", declared("app", extras=["all"]))
    graph.write(
        "venv",
        installed("app", "1"),
        installed("lib", "1"),
        requires("app", "1", "app", extra="all", extras=["gpu"], marker='extra == "all"'),
        requires("app", "1", "lib", extra="gpu", marker='extra == "gpu"'),
    )
    assert graph.needs() == {"app@1": ["lib@1"]}


def test_a_requirement_of_what_is_not_there_leads_nowhere(graph: Graph) -> None:
    graph.write("venv", installed("app", "1"), requires("app", "1", "absent"))
    assert graph.needs() == {}
    assert [p.name for p in graph.inventory().packages] == ["app"]


def test_the_metadata_goes_before_the_lock_where_it_is_installed(graph: Graph) -> None:
    by_lock = requires("app", "1", "other", method=Method.RESOLVED)
    graph.write("uv.lock", locked("app", "1"), locked("lib", "1"), locked("other", "1"), by_lock)
    assert graph.needs() == {"app@1": ["other@1"]}
    graph.write("venv", installed("app", "1"), requires("app", "1", "lib"))
    assert graph.needs() == {"app@1": ["lib@1"]}


def test_of_several_locked_versions_the_named_one_is_meant(graph: Graph) -> None:
    graph.write(
        "uv.lock",
        locked("app", "1"),
        locked("numpy", "1.26.0"),
        locked("numpy", "2.1.0"),
        requires("app", "1", "numpy", method=Method.RESOLVED, locked_version="2.1.0"),
    )
    assert graph.needs() == {"app@1": ["numpy@2.1.0"]}


def test_of_several_locked_versions_all_are_meant_where_none_is_named(graph: Graph) -> None:
    graph.write(
        "uv.lock",
        locked("app", "1"),
        locked("numpy", "1.26.0"),
        locked("numpy", "2.1.0"),
        requires("app", "1", "numpy", method=Method.RESOLVED),
    )
    assert graph.needs() == {"app@1": ["numpy@1.26.0", "numpy@2.1.0"]}


def test_what_other_projects_read_of_a_release_is_not_used(graph: Graph) -> None:
    graph.write("uv.lock", locked("app", "1"), locked("lib", "1"))
    graph.write("x", requires("app", "1", "lib", method=Method.RESOLVED), collection="project:/elsewhere")
    assert graph.needs() == {}


def test_the_strongest_of_no_scopes_is_none() -> None:
    assert strongest([Scope.OPTIONAL, Scope.BUILD, Scope.TEST]) is Scope.BUILD
    assert strongest([]) is None


def test_an_environment_of_no_known_version_allows_no_extra_that_was_not_asked_for() -> None:
    unknown = Environment(None, None)
    assert unknown.allows(None)
    assert unknown.allows(OLD)
    assert not unknown.allows('extra == "gpu"')
    assert unknown.allows('extra == "gpu"', ["gpu"])
    assert not unknown.allows('extra == "gpu"', ["cpu"])
