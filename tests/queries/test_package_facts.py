"""What an index adds to a package: dates, status, source, and what stands in where the version in use says nothing."""

from __future__ import annotations

from datetime import UTC, datetime

from mlgraph.model import ids, locators
from mlgraph.model.assertions import Assertion, Document, Evidence, edge, fact
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind
from tests.queries.conftest import OBSERVED, Graph, installed, locked

SAID = Evidence("#/info", Method.DECLARED, "index")


def index(name: str, latest: str, *dates: tuple[str, str]) -> list[Assertion]:
    """What an index says of a package: the version that it shows, and when releases came out."""
    said = [fact(ids.package(name), PropertyKind.LATEST_VERSION, latest, SAID)]
    return said + [fact(ids.release(name, v), PropertyKind.RELEASED_AT, day, SAID) for v, day in dates]


def licensed(name: str, version: str, license_: str) -> Assertion:
    return edge(ids.release(name, version), EdgeKind.LICENSED_UNDER, ids.license_expression(license_), SAID)


def test_dates_and_newest_version_come_from_the_index(graph: Graph) -> None:
    graph.write("uv.lock", locked("torch", "2.4.0"))
    dates = (("2.4.0", "2024-07-24T18:00:00+00:00"), ("2.9.0", "2025-10-15T00:00:00+00:00"))
    graph.write("https://pypi.example/pypi/torch/json", index("torch", "2.9.0", *dates), collection="")
    found = graph.packages()["torch"].index
    assert found is not None
    assert found.released_at == datetime(2024, 7, 24, 18, tzinfo=UTC)
    assert (found.latest_version, found.latest_released_at) == ("2.9.0", datetime(2025, 10, 15, tzinfo=UTC))
    assert (found.is_yanked, found.status, found.owner_count) == (False, None, None)
    assert (found.where, found.observed_at) == ("https://pypi.example/pypi/torch/json", OBSERVED)


def test_package_that_no_index_described_has_no_index_facts(graph: Graph) -> None:
    graph.write("uv.lock", locked("torch", "2.4.0"))
    assert graph.packages()["torch"].index is None


def test_license_of_the_newest_release_stands_in_and_is_marked_as_inferred(graph: Graph) -> None:
    graph.write("uv.lock", locked("torch", "2.4.0"))
    graph.write("index", index("torch", "2.9.0"), licensed("torch", "2.9.0", "BSD-3-Clause"), collection="")
    (stated,) = graph.packages()["torch"].licenses
    assert (stated.expression, stated.method, stated.rule) == ("BSD-3-Clause", Method.INFERRED, "as of 2.9.0")


def test_license_of_the_version_in_use_is_never_replaced_by_that_of_the_newest(graph: Graph) -> None:
    graph.write("env", installed("torch", "2.4.0", license_="MIT"))
    graph.write("index", index("torch", "2.9.0"), licensed("torch", "2.9.0", "BSD-3-Clause"), collection="")
    assert [s.expression for s in graph.packages()["torch"].licenses] == ["MIT"]


def test_verified_repository_goes_before_the_one_that_is_only_stated(graph: Graph) -> None:
    release, real, other = ids.release("lib", "1.0"), "https://github.com/acme/lib", "https://github.com/acme/site"
    stated = edge(release, EdgeKind.DEVELOPED_IN, ids.repository(other), SAID)
    proved = edge(release, EdgeKind.DEVELOPED_IN, ids.repository(real), SAID, verified_by="index.example, PEP 740")
    graph.write("uv.lock", locked("lib", "1.0")).write("index", [stated, proved], collection="")
    links = graph.packages()["lib"].repositories
    assert [(link.url, link.verified_by) for link in links] == [(real, "index.example, PEP 740"), (other, None)]


def test_yanked_release_and_archived_project_are_told(graph: Graph) -> None:
    yanked = fact(ids.release("lib", "1.0"), PropertyKind.YANKED, {"reason": "broken build"}, SAID)
    status = fact(ids.package("lib"), PropertyKind.INDEX_STATUS, {"status": "archived", "reason": None}, SAID)
    owners = fact(ids.package("lib"), PropertyKind.OWNER_COUNT, 2, SAID)
    graph.write("uv.lock", locked("lib", "1.0"))
    graph.write("index", index("lib", "1.1"), [yanked, status, owners], collection="")
    found = graph.packages()["lib"].index
    assert found is not None
    assert (found.is_yanked, found.yanked_reason, found.status, found.owner_count) == (
        True,
        "broken build",
        "archived",
        2,
    )


HASH = "sha256:" + "a" * 64


def other_index(graph: Graph, *hashes: str) -> Graph:
    """A package that its lock takes from one index, and what another says of one of its name."""
    graph.write("uv.lock", locked("lib", "1.0", index="https://corp.example/simple", hashes=[HASH]))
    release = ids.release("lib", "1.0")
    said = [*index("lib", "1.0", ("1.0", "2024-01-01T00:00:00+00:00")), licensed("lib", "1.0", "MIT")]
    said += [fact(release, PropertyKind.HASH, digest, SAID) for digest in hashes]
    said.append(edge(release, EdgeKind.DEPENDS_ON, ids.package("evil"), SAID))
    document = Document(
        locators.index_document(ids.package("lib")), "https://pypi.example/pypi/lib/json", "pypi/1", "1", OBSERVED
    )
    graph.written[document.locator] = (document, said)
    return graph


def test_package_of_another_index_is_not_described_by_one_that_has_the_same_name(graph: Graph) -> None:
    found = other_index(graph, "sha256:" + "b" * 64).packages()["lib"]
    assert (found.index, found.licenses, found.depends_on) == (None, (), ())


def test_index_that_has_the_very_file_of_the_lock_describes_it(graph: Graph) -> None:
    found = other_index(graph, "sha256:" + "b" * 64, HASH).packages()["lib"]
    assert found.index is not None
    assert [s.expression for s in found.licenses] == ["MIT"]


def test_index_that_mirrors_the_one_asked_is_believed_where_the_lock_has_no_hash(graph: Graph) -> None:
    bare = locked("bare", "2.0", line=9, index="https://corp.example/simple")
    document = Document(
        locators.index_document(ids.package("bare")), "https://pypi.example/pypi/bare/json", "pypi/1", "1", OBSERVED
    )
    other_index(graph, HASH).write("pylock.toml", bare)
    graph.written[document.locator] = (document, index("bare", "2.0"))
    assert graph.packages()["bare"].index is not None


def test_package_from_version_control_is_not_described_by_an_index(graph: Graph) -> None:
    graph.write("uv.lock", locked("lib", "1.0", url="https://github.com/acme/lib", vcs="git", revision="abc"))
    document = Document(
        locators.index_document(ids.package("lib")), "https://pypi.example/pypi/lib/json", "pypi/1", "1", OBSERVED
    )
    graph.written[document.locator] = (document, index("lib", "1.0"))
    assert graph.packages()["lib"].index is None


def test_index_that_did_not_answer_is_a_problem_of_the_project(graph: Graph) -> None:
    graph.write("uv.lock", locked("lib", "1.0"))
    locator = locators.index_document(ids.package("lib"))
    graph.failed.append((Document(locator, "https://pypi.example/pypi/lib/json", "pypi/1", "1", OBSERVED), "timed out"))
    assert [(p.where, p.text) for p in graph.inventory().problems] == [
        ("https://pypi.example/pypi/lib/json", "timed out")
    ]
