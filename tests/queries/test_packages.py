"""What is declared, locked and installed is kept apart; a range is never a version."""

from __future__ import annotations

import pytest

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, edge, fact
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind, Scope
from tests.queries.conftest import Graph, declared, installed, locked, of, python, requires


def test_declared_locked_and_installed_are_three_lists_of_one_entry(graph: Graph) -> None:
    graph.write("requirements.txt", declared("numpy", ">=1.26", line=2))
    graph.write("uv.lock", locked("numpy", "2.1.0", line=14))
    graph.write("venv/numpy", installed("numpy", "2.2.0"))
    (entry,) = graph.inventory().packages
    assert [(s.where, s.method, s.version) for s in entry.declared] == [("requirements.txt:2", Method.DECLARED, None)]
    assert [(s.where, s.method, s.version) for s in entry.locked] == [("uv.lock:14", Method.RESOLVED, "2.1.0")]
    assert [(s.where, s.method, s.version) for s in entry.installed] == [("venv/numpy:3", Method.OBSERVED, "2.2.0")]
    assert (entry.id, entry.version, entry.version_method) == (ids.release("numpy", "2.2.0"), "2.2.0", Method.OBSERVED)
    assert entry.specifiers == (">=1.26",)


def test_installed_goes_before_locked_and_locked_before_pinned(graph: Graph) -> None:
    graph.write("requirements.txt", declared("numpy", "==1.26.0", version="1.26.0"))
    assert (graph.packages()["numpy"].version, graph.packages()["numpy"].version_method) == ("1.26.0", Method.DECLARED)
    graph.write("uv.lock", locked("numpy", "2.1.0"))
    assert (graph.packages()["numpy"].version, graph.packages()["numpy"].version_method) == ("2.1.0", Method.RESOLVED)
    graph.write("venv/numpy", installed("numpy", "2.2.0"))
    assert (graph.packages()["numpy"].version, graph.packages()["numpy"].version_method) == ("2.2.0", Method.OBSERVED)


@pytest.mark.parametrize(
    "specifier", [None, ">=1.26", "==1.*", "~=1.26", "==1.26,==1.27", "!=2", "<2", "===", "nonsense"]
)
def test_a_range_is_never_a_version(graph: Graph, specifier: str | None) -> None:
    graph.write("requirements.txt", declared("numpy", specifier))
    (entry,) = graph.inventory().packages
    assert (entry.version, entry.version_method, entry.id) == (None, None, of("numpy"))
    assert entry.declared[0].version is None
    assert entry.depends_on_known is False


def test_two_pins_that_differ_are_two_entries(graph: Graph) -> None:
    graph.write("a.txt", declared("numpy", "==1.26.0", version="1.26.0"))
    graph.write("b.txt", declared("numpy", "==2.0.0", version="2.0.0"))
    assert sorted(graph.packages()) == ["numpy@1.26.0", "numpy@2.0.0"]


def test_a_lock_with_several_versions_has_an_entry_of_each(graph: Graph) -> None:
    old = locked("numpy", "1.26.0", line=3, marker="python_version < '3.12'", hashes=["sha256:" + "a" * 64])
    new = locked("numpy", "2.1.0", line=9, marker="python_version >= '3.12'", hashes=["sha256:" + "b" * 64])
    graph.write("uv.lock", old, new)
    found = graph.packages()
    assert sorted(found) == ["numpy@1.26.0", "numpy@2.1.0"]
    assert found["numpy@1.26.0"].hashes == ("sha256:" + "a" * 64,)
    assert found["numpy@2.1.0"].hashes == ("sha256:" + "b" * 64,)
    assert [s.where for s in found["numpy@2.1.0"].locked] == ["uv.lock:9"]


def test_a_constraint_alone_asks_for_nothing(graph: Graph) -> None:
    graph.write("constraints.txt", declared("numpy", "==1.26.0", version="1.26.0", constraint=True))
    assert graph.inventory().packages == ()
    assert graph.inventory().direct == ()


def test_a_constraint_on_what_is_declared_shows_but_pins_nothing(graph: Graph) -> None:
    graph.write("requirements.txt", declared("numpy", ">=1"))
    graph.write("constraints.txt", declared("numpy", "==1.26.0", version="1.26.0", constraint=True))
    (entry,) = graph.inventory().packages
    assert (entry.version, entry.specifiers) == (None, ("==1.26.0", ">=1"))
    assert [s.where for s in entry.declared] == ["constraints.txt:1", "requirements.txt:1"]


def test_a_constraint_on_what_only_comes_along_makes_it_no_direct_dependency(graph: Graph) -> None:
    graph.write("constraints.txt", declared("rich", "<14", constraint=True))
    graph.write("requirements.txt", declared("click"))
    graph.write("venv", installed("click", "8.1.7"), installed("rich", "13.9.0"), requires("click", "8.1.7", "rich"))
    assert graph.inventory().direct == (ids.release("click", "8.1.7"),)
    assert graph.packages()["rich"].scope is Scope.RUNTIME


def test_the_name_is_spelled_as_the_metadata_spells_it(graph: Graph) -> None:
    release = ids.release("PyYAML", "6.0.2")
    name = fact(release, PropertyKind.NAME, "PyYAML", Evidence("2", Method.OBSERVED))
    graph.write("requirements.txt", declared("pyyaml")).write("venv/pyyaml", installed("pyyaml", "6.0.2"), name)
    (entry,) = graph.inventory().packages
    assert (entry.name, entry.package) == ("PyYAML", of("pyyaml"))


def test_what_the_metadata_says_belongs_to_its_release_alone(graph: Graph) -> None:
    old, new, seen = ids.release("x", "1"), ids.release("x", "2"), Evidence("4", Method.OBSERVED)
    repository = ids.repository("https://github.com/x/x")
    graph.write(
        "venv/x",
        installed("x", "1", license_="MIT"),
        fact(old, PropertyKind.DESCRIPTION, "the old one", seen),
        fact(old, PropertyKind.HOMEPAGE, {"label": "Homepage", "url": "https://x.example"}, seen),
        edge(old, EdgeKind.DEVELOPED_IN, repository, seen),
    ).write("other", fact(new, PropertyKind.DESCRIPTION, "the new one", seen))
    (entry,) = graph.inventory().packages
    assert (entry.description, entry.repository) == ("the old one", "https://github.com/x/x")
    assert entry.homepages == (("homepage", "https://x.example"),)
    assert [s.expression for s in entry.licenses] == ["MIT"]


@pytest.mark.parametrize(
    ("said", "known"),
    [
        (installed("a", "1"), True),
        (locked("a", "1", rule="uv.lock"), True),
        (locked("a", "1", rule="poetry.lock"), True),
        (locked("a", "1", rule="pdm.lock"), True),
        (locked("a", "1", rule="Pipfile.lock"), False),
        (locked("a", "1", rule="pylock.toml"), False),
        ([declared("a", "==1", version="1")], False),
    ],
    ids=["installed", "uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "pylock.toml", "pinned"],
)
def test_whether_its_requirements_are_known_depends_on_where_it_was_read(
    graph: Graph, said: list[Assertion], known: bool
) -> None:
    graph.write("document", said)
    (entry,) = graph.inventory().packages
    assert (entry.depends_on, entry.depends_on_known) == ((), known)


def test_direct_are_those_that_the_project_declares(graph: Graph) -> None:
    graph.write("requirements.txt", declared("click"))
    graph.write("uv.lock", locked("click", "8.1.7"), locked("rich", "14.0.0"))
    assert graph.inventory().direct == (ids.release("click", "8.1.7"),)


def test_packages_are_sorted_by_id_whatever_document_they_are_in(graph: Graph) -> None:
    graph.write("b", declared("zlib"), declared("abc")).write("a", installed("nnn", "1"), installed("mmm", "1"))
    found = [entry.id for entry in graph.inventory().packages]
    assert found == sorted(found)
    assert [node.key for node in found] == ["pkg:pypi/abc", "pkg:pypi/zlib", "pkg:pypi/mmm@1", "pkg:pypi/nnn@1"]


@pytest.mark.parametrize(
    ("scopes", "strongest"),
    [
        (["development", "runtime"], Scope.RUNTIME),
        (["optional", "test"], Scope.TEST),
        (["build", "development"], Scope.BUILD),
        (["optional"], Scope.OPTIONAL),
    ],
)
def test_the_scope_is_the_strongest_that_is_declared(graph: Graph, scopes: list[str], strongest: Scope) -> None:
    graph.write("m", *[declared("x", line=n, scope=scope) for n, scope in enumerate(scopes)])
    assert graph.packages()["x"].scope is strongest


def test_scope_goes_down_to_all_that_is_required(graph: Graph) -> None:
    graph.write("m", declared("app"), declared("pytest", scope="test"))
    graph.write(
        "venv",
        *[installed(name, "1") for name in ("app", "lib", "pytest", "pluggy", "shared", "alone")],
        *[
            requires(a, "1", b)
            for a, b in (("app", "lib"), ("lib", "shared"), ("pytest", "pluggy"), ("pluggy", "shared"))
        ],
    )
    assert {name: entry.scope for name, entry in graph.packages().items()} == {
        "app": Scope.RUNTIME,
        "lib": Scope.RUNTIME,
        "shared": Scope.RUNTIME,
        "pytest": Scope.TEST,
        "pluggy": Scope.TEST,
        "alone": None,
    }


def test_what_a_lock_says_of_the_scope_counts_where_nothing_leads_to_it(graph: Graph) -> None:
    graph.write("uv.lock", locked("ruff", "0.9.0", scope="development"), locked("lonely", "1"))
    assert graph.packages()["ruff"].scope is Scope.DEVELOPMENT
    assert graph.packages()["lonely"].scope is None


def test_a_cycle_of_requirements_ends(graph: Graph) -> None:
    graph.write("m", declared("a"))
    graph.write("venv", installed("a", "1"), installed("b", "1"), requires("a", "1", "b"), requires("b", "1", "a"))
    assert graph.needs() == {"a@1": ["b@1"], "b@1": ["a@1"]}
    assert graph.packages()["b"].scope is Scope.RUNTIME


@pytest.mark.parametrize("version", ["2014b", "not-a-version", "1.0+local.1", "v1!2", "é", "1" * 300])
def test_any_text_can_be_a_version(graph: Graph, version: str) -> None:
    graph.write("venv/x", installed("x", version)).write("m", declared("x", ">=1"))
    (entry,) = graph.inventory().packages
    assert entry.version == version
    assert entry.id == ids.release("x", version)


def test_each_of_several_versions_has_the_sightings_that_speak_of_it(graph: Graph) -> None:
    old, new = "python_version < '3.12'", "python_version >= '3.12'"
    graph.write("m", declared("x", "<2", line=1, marker=old), declared("x", ">=2", line=2, marker=new))
    graph.write("uv.lock", locked("x", "1.0", line=5, scope="test"), locked("x", "2.0", line=9, scope="runtime"))
    found = graph.packages()
    assert [s.where for s in found["x@1.0"].declared] == ["m:1"]
    assert [s.where for s in found["x@2.0"].declared] == ["m:2"]
    assert [s.where for s in found["x@1.0"].locked] == ["uv.lock:5"]
    assert [s.where for s in found["x@2.0"].locked] == ["uv.lock:9"]


def test_statement_that_fits_no_version_is_shown_with_each(graph: Graph) -> None:
    graph.write("m", declared("x", ">=3")).write("uv.lock", locked("x", "1.0"), locked("x", "2.0", line=2))
    found = graph.packages()
    assert [s.where for e in (found["x@1.0"], found["x@2.0"]) for s in e.declared] == ["m:1", "m:1"]


def test_one_version_in_two_spellings_is_one_package(graph: Graph) -> None:
    graph.write("a.txt", declared("x", "==1.0", version="1.0"))
    graph.write("b.txt", declared("x", "==1.0.0", version="1.0.0"))
    found = graph.packages()["x"]
    assert (found.version, [s.version for s in found.declared]) == ("1.0", ["1.0", "1.0.0"])


def test_requirement_for_another_platform_is_not_required_here(graph: Graph) -> None:
    graph.write("m", declared("colorama", marker="sys_platform == 'win32'"), declared("numpy", line=2))
    graph.write("env", python("3.12.1", "linux"), installed("numpy", "2.0"))
    found = graph.inventory()
    assert [node.key for node in found.direct] == ["pkg:pypi/numpy@2.0"]
    assert {e.name: (e.applies, e.scope) for e in found.packages} == {
        "colorama": (False, None),
        "numpy": (True, Scope.RUNTIME),
    }


def test_marker_of_an_unknown_environment_may_hold(graph: Graph) -> None:
    graph.write("m", declared("colorama", marker="sys_platform == 'win32'"))
    entry = graph.packages()["colorama"]
    assert (entry.applies, entry.scope) == (True, Scope.RUNTIME)


def test_constraint_does_not_make_a_package_apply(graph: Graph) -> None:
    asked = declared("colorama", marker="sys_platform == 'win32'")
    graph.write("m", asked).write("c.txt", declared("colorama", "<2", constraint=True)).write(
        "env", python("3.12.1", "linux")
    )
    assert graph.packages()["colorama"].applies is False
