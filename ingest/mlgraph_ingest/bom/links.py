"""Addresses that a document gives for a component."""

from __future__ import annotations

from mlgraph.model.urls import public_url
from mlgraph_ingest.bom.things import Said
from mlgraph_ontology.kinds import PropertyKind

_LIMIT = 2_000


def link(label: str, url: str, place: str = "") -> Said | None:
    """A labelled web address without credentials; None where it is none.

    >>> link("homepage", "https://me:secret@example.org/a").value
    {'label': 'homepage', 'url': 'https://example.org/a'}
    """
    shown = public_url(url.strip()[:_LIMIT])
    if not shown.startswith(("https://", "http://")):
        return None
    return Said(PropertyKind.HOMEPAGE, {"label": label.strip()[:100], "url": shown}, place)
