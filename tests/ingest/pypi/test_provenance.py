"""From where a file was published: what is claimed, and what is not."""

from __future__ import annotations

from typing import Any

import pytest

from mlgraph_ontology.kinds import EdgeKind, Method
from tests.ingest.pypi.conftest import Asker, Index, Said, page, project, provenance, simple_file

NAME = "lib-1.1.tar.gz"
URL = f"https://pypi.example/integrity/lib/1.1/{NAME}/provenance"


def published(index: Index, ask: Asker, said: Any, *locators: str) -> Said:
    wheel = simple_file("lib-1.1-py3-none-any.whl", provenance="https://pypi.example/integrity/wheel")
    index.put("pypi/lib/json", project())
    index.put("simple/lib/", page(wheel, simple_file(NAME, provenance=URL)))
    index.put(f"integrity/lib/1.1/{NAME}/provenance", said)
    return ask(*locators or ("lib",))


def test_attested_repository_is_said_with_who_checked_it(index: Index, ask: Asker) -> None:
    (edge,) = published(index, ask, provenance(NAME)).of(EdgeKind.DEVELOPED_IN)
    assert (edge.subject.key, edge.object and edge.object.key) == ("pkg:pypi/lib@1.1", "https://github.com/acme/lib")
    assert (edge.evidence.method, edge.evidence.rule) == (Method.OBSERVED, "attestation")
    assert edge.evidence.locator == f"{URL}#/attestation_bundles/0"
    assert edge.qualifiers == {"verified_by": "pypi.example at upload (PEP 740); signature not checked again"}


def test_gitlab_is_a_publisher_and_one_without_a_repository_says_nothing(index: Index, ask: Asker) -> None:
    gitlab = published(index, ask, provenance(NAME, kind="GitLab", repository="group/sub/lib"))
    assert gitlab.targets(EdgeKind.DEVELOPED_IN) == {("lib@1.1", "https://gitlab.com/group/sub/lib")}
    google = published(index, ask, provenance(NAME, kind="Google", email="jane@doe.example"))
    assert google.targets(EdgeKind.DEVELOPED_IN) == set()
    assert google.problems == []
    assert "jane" not in repr(google.assertions)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (provenance(NAME, sha256="cd" * 32), "of another file than"),
        (provenance("lib-1.0.tar.gz"), "of another file than"),
        (provenance(NAME) | {"attestation_bundles": [{"publisher": {}, "attestations": []}]}, "without an attestation"),
        ({"attestation_bundles": [{"attestations": [{"envelope": {"statement": "!"}}]}]}, "without a statement"),
        ({"attestation_bundles": [{"attestations": [3]}]}, "no JSON"),
        (provenance(NAME, kind="GitHub", repository="no-slash"), "names no repository"),
        (provenance(NAME, kind="GitHub"), "without its repository"),
        (b"<html>", "no JSON"),
        (None, "lists it and does not have it"),
    ],
)
def test_what_does_not_prove_anything_is_a_problem_and_no_edge(
    index: Index, ask: Asker, said: Any, message: str
) -> None:
    found = published(index, ask, said)
    assert found.targets(EdgeKind.DEVELOPED_IN) == set()
    ((_, text),) = found.problems
    assert f"the provenance of {NAME} is unknown" in text
    assert message in text


def test_file_whose_digest_the_index_does_not_give_proves_nothing(index: Index, ask: Asker) -> None:
    index.put("pypi/lib/json", project())
    index.put("simple/lib/", page(simple_file(NAME, provenance=URL) | {"hashes": {}}))
    index.put(f"integrity/lib/1.1/{NAME}/provenance", provenance(NAME))
    assert ask("lib").targets(EdgeKind.DEVELOPED_IN) == set()


def test_release_that_is_not_in_use_is_not_asked_for(index: Index, ask: Asker) -> None:
    assert published(index, ask, provenance(NAME), "lib==1.0").targets(EdgeKind.DEVELOPED_IN) == set()
    assert not [path for path in index.asked if path.startswith("integrity/")]


def test_only_one_file_of_a_release_is_asked_for_the_source_first(index: Index, ask: Asker) -> None:
    published(index, ask, provenance(NAME))
    assert [path for path in index.asked if path.startswith("integrity/")] == [f"integrity/lib/1.1/{NAME}/provenance"]


def test_index_that_does_not_speak_of_provenance_is_not_asked_for_it(index: Index, ask: Asker) -> None:
    index.put("pypi/lib/json", project()).put("simple/lib/", page(simple_file(NAME, provenance=URL), version="1.1"))
    ask("lib")
    assert index.asked == ["pypi/lib/json", "simple/lib/"]
