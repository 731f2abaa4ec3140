"""Addresses that a document gives for a component."""

from __future__ import annotations

from dataclasses import dataclass

from mlgraph.model import ids
from mlgraph.model.errors import FormatError
from mlgraph.model.urls import public_url
from mlgraph_ingest.bom.draft import Draft
from mlgraph_ingest.bom.raw import unmapped
from mlgraph_ingest.bom.things import Link, Said
from mlgraph_ontology.kinds import EdgeKind, PropertyKind

_LIMIT = 2_000
_RESOLVER = "https://doi.org/"
_OF_HUB = "a repository of the hub is one of git"
"""The comment of an address that mlgraph writes because of the id of a model."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address as a document of SPDX gives it."""

    type: str
    locator: str
    comment: str | None
    place: str


def link(label: str, url: str, place: str = "") -> Said | None:
    """A labelled web address without credentials; None where it is none.

    >>> link("homepage", "https://me:secret@example.org/a").value
    {'label': 'homepage', 'url': 'https://example.org/a'}
    """
    shown = public_url(url.strip()[:_LIMIT])
    if not shown.startswith(("https://", "http://")):
        return None
    return Said(PropertyKind.HOMEPAGE, {"label": label.strip()[:100], "url": shown}, place)


def developed_in(url: str, place: str = "") -> Link | None:
    """The repository that an address is; None where it is none on a forge that is known."""
    try:
        return Link(EdgeKind.DEVELOPED_IN, ids.repository(url), (), place)
    except FormatError:
        return None


def address(said: Address, draft: Draft, *, is_ours: bool, own_page: str = "") -> None:
    """Add an address to a component; of ours a paper is a paper again, and what is no web address stays as it stands.

    `own_page`: the address that its id stands for; of ours nothing is said by that.
    """
    if is_ours and (said.comment == _OF_HUB or (own_page and said.locator == own_page)):
        return
    is_label = bool(said.comment) and (said.type in {"other", "altWebPage"} or not said.type)
    label = said.comment if is_ours and is_label and said.comment else said.type or "other"
    found = link(label, said.locator, said.place)
    if is_ours and said.comment == "paper":
        draft.say(PropertyKind.PAPER, said.locator, said.place)
    elif is_ours and said.comment == "DOI" and said.locator.startswith(_RESOLVER):
        return  # a line of its annotation says it in the words of its source
    elif found is None:
        kept = {"type": said.type, "locator": said.locator, **({"comment": said.comment} if said.comment else {})}
        draft.facts.append(unmapped("externalRef", kept, said.place))
    else:
        draft.facts.append(found)
    if said.type == "vcs" and (repository := developed_in(said.locator, said.place)) is not None:
        draft.links.append(repository)
