"""What we write of a published model is read back to what it was written from."""

from __future__ import annotations

import json

import pytest

from mlgraph.bom.cyclonedx import write
from mlgraph_ontology.kinds import EdgeKind, PropertyKind
from tests.bom.published import CHAT, links_of
from tests.ingest.bom.cyclonedx_reading import assertions

FORMS = [("1.6", "json"), ("1.7", "json"), ("1.6", "xml"), ("1.7", "xml")]
_NOT_READ = {
    PropertyKind.VERSION,  # is part of the id, where the document is about that state
    PropertyKind.HASH,
}


def plain(value) -> str:
    return json.dumps(value, sort_keys=True)


@pytest.mark.parametrize(("version", "form"), FORMS)
def test_every_fact_of_a_model_and_of_what_it_comes_from(published, version, form) -> None:
    read = assertions(write(published, spec_version=version, form=form))
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


@pytest.mark.parametrize(("version", "form"), FORMS)
def test_every_link_of_a_model(published, version, form) -> None:
    read = assertions(write(published, spec_version=version, form=form))
    subject = published.subject
    assert subject is not None
    for kind, links in links_of(subject):
        own = [a for a in read if a.object and a.predicate is kind and a.subject.key.partition("@")[0] == CHAT.key]
        assert {a.object.key.partition("@")[0] for a in own if a.object} == {link.node.key for link in links}, kind
        if kind is not EdgeKind.PUBLISHED_BY:
            said = {plain(dict(a.qualifiers)) for a in own}
            assert said == {plain(dict(link.detail)) for link in links}, kind
    licensed = {a.object.key for a in read if a.object and a.predicate is EdgeKind.LICENSED_UNDER}
    assert {s.expression for s in subject.licenses if s.expression} <= licensed


def test_both_forms_of_everything_say_the_same(everything) -> None:
    """But for an empty list of requirements, which XML does not have."""
    first, second = (
        {
            (a.subject, a.predicate, a.object, plain(a.value), plain(dict(a.qualifiers)), a.evidence.locator)
            for a in assertions(write(everything, form=form, reproducible=True))
            if a.predicate is not PropertyKind.COMPOSITION
        }
        for form in ("json", "xml")
    )
    assert first == second
