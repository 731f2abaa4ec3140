"""Packages of conda stand in the inventory by their own ids, beside the Python packages of the same names."""

from __future__ import annotations

from pathlib import Path

from mlgraph.bom.cyclonedx.packages import package
from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, edge
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import EdgeKind, Method
from tests.queries.conftest import PROJECT, Graph, declared, locked

CHANNEL = "https://conda.example/team"
LINUX = ids.conda_release("numpy", "1.26.4", build="py311_0", channel=CHANNEL, subdir="linux-64")
MAC = ids.conda_release("numpy", "1.26.4", build="py311_1", channel=CHANNEL, subdir="osx-arm64")
BLAS_LINUX = ids.conda_release("blas", "3", build="0", channel=CHANNEL, subdir="linux-64")
BLAS_MAC = ids.conda_release("blas", "3", build="0", channel=CHANNEL, subdir="osx-arm64")


def conda_locked(release: NodeId, line: int, hash_: str = "", *needs: NodeId) -> list[Assertion]:
    evidence = Evidence(str(line), Method.RESOLVED, "conda-lock")
    hashes = [hash_] if hash_ else None
    return [
        edge(PROJECT, EdgeKind.CONTAINS, release, evidence, scope="runtime", hashes=hashes),
        edge(release, EdgeKind.RELEASE_OF, ids.package_of(release), evidence),
        *(edge(release, EdgeKind.DEPENDS_ON, need, evidence, scope="runtime") for need in needs),
    ]


def conda_declared(name: str, **more: str) -> Assertion:
    evidence = Evidence("3", Method.DECLARED, "conda")
    return edge(PROJECT, EdgeKind.DEPENDS_ON, ids.conda_package(name), evidence, scope="runtime", **more)


def test_conda_and_python_packages_of_one_name_are_two_entries(graph: Graph) -> None:
    graph.write("requirements.txt", declared("numpy", "==1.26.4", version="1.26.4"))
    graph.write("environment.yml", conda_declared("numpy", specifier="==1.26.4", version="1.26.4"))
    entries = graph.inventory().packages
    assert [entry.id.key for entry in entries] == ["pkg:conda/numpy@1.26.4", "pkg:pypi/numpy@1.26.4"]
    assert [[s.where for s in entry.declared] for entry in entries] == [["environment.yml:3"], ["requirements.txt:1"]]


def test_each_build_is_an_entry_with_its_own_hashes_and_requirements(graph: Graph) -> None:
    first, second = "sha256:" + "a" * 64, "sha256:" + "b" * 64
    graph.write("environment.yml", conda_declared("numpy", specifier="=1.26"))
    graph.write(
        "conda-lock.yml",
        *conda_locked(LINUX, 3, first, BLAS_LINUX),
        *conda_locked(MAC, 9, second, BLAS_MAC),
        *conda_locked(BLAS_LINUX, 15),
        *conda_locked(BLAS_MAC, 20),
    )
    graph.write("uv.lock", locked("numpy", "2.0.0"))
    inventory = graph.inventory()
    found = {entry.id: (entry.hashes, entry.depends_on) for entry in inventory.packages}
    assert found == {
        LINUX: ((first,), (BLAS_LINUX,)),
        MAC: ((second,), (BLAS_MAC,)),
        BLAS_LINUX: ((), ()),
        BLAS_MAC: ((), ()),
        ids.release("numpy", "2.0.0"): ((), ()),
    }
    assert set(inventory.direct) == {LINUX, MAC}
    assert graph.findings("several-versions") == []


def test_pinned_build_is_the_release_that_is_named(graph: Graph) -> None:
    graph.write("environment.yml", conda_declared("numpy", specifier="==1.26.4", version="1.26.4", build="py311_0"))
    graph.write("other.yml", conda_declared("blas", specifier="==3", version="3", build="*mkl"))
    found = [entry.id.key for entry in graph.inventory().packages]
    assert found == ["pkg:conda/blas@3", "pkg:conda/numpy@1.26.4?build=py311_0"]


def test_range_of_conda_is_never_a_version_and_no_range_of_python(graph: Graph) -> None:
    graph.write("environment.yml", conda_declared("numpy", specifier=">=1.26,<2"))
    (entry,) = graph.inventory().packages
    assert (entry.id, entry.version) == (ids.conda_package("numpy"), None)
    assert entry.specifiers == (">=1.26,<2",)
    assert "versionRange" not in package(entry, "1.7").overlay


def test_component_of_a_build_has_its_package_url(graph: Graph, tmp_path: Path) -> None:
    graph.write("conda-lock.yml", *conda_locked(LINUX, 3))
    (entry,) = graph.inventory().packages
    component = package(entry, "1.6").component
    assert str(component.purl) == LINUX.key
    assert str(component.bom_ref.value) == LINUX.key
    assert (component.name, component.version) == ("numpy", "1.26.4")
