"""What we write in SPDX 2.3 and 3.0.1 is read back to what it was written from."""

from __future__ import annotations

import json

import pytest

from mlgraph.bom import spdx2, spdx3
from mlgraph_ontology.kinds import EdgeKind, PropertyKind
from tests.bom.published import CHAT, links_of
from tests.ingest.bom.cyclonedx_reading import assertions
from tests.ingest.bom.domain_rules import violations

WRITERS = {"2.3": spdx2.write, "3.0.1": spdx3.write}
_NOT_READ = {
    PropertyKind.VERSION,  # is part of the id, where the document is about that state
    PropertyKind.HASH,
}


def plain(value) -> str:
    return json.dumps(value, sort_keys=True)


@pytest.fixture(params=WRITERS)
def write(request):
    version = request.param
    return lambda inventory: assertions(WRITERS[version](inventory, spec_version=version, reproducible=True))


def test_every_fact_of_a_model_and_of_what_it_comes_from(published, write) -> None:
    read = write(published)
    missing = {}
    for artifact in (published.subject, *published.related):
        own = [a for a in read if a.subject.key.partition("@")[0] == artifact.id.key.partition("@")[0]]
        for kind, stated in artifact.facts.items():
            if kind in _NOT_READ:
                continue
            wanted = {plain(each.value) for each in stated}
            found = {plain(a.value) for a in own if a.predicate is kind}
            if not wanted <= found:
                missing[artifact.id.key, kind.value] = (wanted - found, found)
    assert missing == {}


def test_every_link_of_a_model(published, write) -> None:
    read = write(published)
    subject = published.subject
    assert subject is not None
    for kind, links in links_of(subject):
        own = [a for a in read if a.object and a.predicate is kind and a.subject.key.partition("@")[0] == CHAT.key]
        assert {a.object.key.partition("@")[0] for a in own if a.object} == {link.node.key for link in links}, kind
        if kind is not EdgeKind.PUBLISHED_BY:
            said = {plain(dict(a.qualifiers)) for a in own}
            assert {plain(dict(link.detail)) for link in links} <= said, kind
    licensed = {a.object.key for a in read if a.object and a.predicate is EdgeKind.LICENSED_UNDER}
    assert {s.expression for s in subject.licenses if s.expression} <= licensed


def test_both_versions_say_the_same_of_everything(everything) -> None:
    """But of files, which have other names in each, and of the document itself."""
    differing = {PropertyKind.UNMAPPED, PropertyKind.COMPOSITION, PropertyKind.ANNOTATION}
    first, second = (
        {
            (a.subject, a.predicate, a.object, plain(a.value))
            for a in assertions(write(everything, spec_version=version, reproducible=True))
            if not {a.subject.kind, a.object and a.object.kind} & {"File", "Document"} and a.predicate not in differing
        }
        for version, write in WRITERS.items()
    )
    assert first == second


@pytest.mark.parametrize("which", ["published", "everything", "full"])
def test_whatever_is_read_back_is_said_of_what_the_ontology_allows(request, which, write) -> None:
    assert violations(write(request.getfixturevalue(which))) == set()
