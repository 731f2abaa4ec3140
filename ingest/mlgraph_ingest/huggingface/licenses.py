"""What the license field of a card means: the hub's identifiers as SPDX expressions, and the publisher's words."""

from __future__ import annotations

import re

from mlgraph.model import ids
from mlgraph.model.ids import NodeId
from mlgraph.model.urls import public_url
from mlgraph_ingest.huggingface.ledger import Ledger, plain
from mlgraph_ingest.huggingface.values import Said, text, words
from mlgraph_ingest.project.licenses import expression
from mlgraph_ontology.kinds import EdgeKind, PropertyKind

_FAMILIES = frozenset({"openrail", "bsd", "cc", "gfdl", "gpl", "lgpl", "odc-by", "odbl"})
"""Identifiers that stand for several licenses, and so for none in particular (Hugging Face, hub documentation,
"Licenses": those called a family)."""
_OTHER = "other"
_UNSAID = frozenset({"unknown", "none", ""})
_IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9.+-]{0,99}")


def read_licenses(card: Said, ledger: Ledger) -> None:
    """The licenses that a card states. Where it lists several, each is a statement: how they combine is not said."""
    for word, place in words(card, "license", ledger):
        if word.lower() == _OTHER:
            _other(card, ledger, place)
        else:
            state_license(word, ledger, place, card.rule)


def state_license(word: str, ledger: Ledger, place: str, rule: str) -> None:
    """A license by the word that stands for it on the hub."""
    if word.lower() in _UNSAID:
        return
    found = spdx(word)
    if found is not None:
        ledger.link(EdgeKind.LICENSED_UNDER, found, place, rule=rule, acknowledgement="declared")
    if found is None or found.key.startswith("LicenseRef-"):
        ledger.fact(PropertyKind.LICENSE_TEXT, word, place, rule=rule)


def spdx(word: str) -> NodeId | None:
    """The license that an identifier of the hub names; None where it leaves open which.

    What the SPDX list does not have becomes a LicenseRef of the hub's identifier.

    >>> str(spdx("apache-2.0")), str(spdx("llama3.1")), str(spdx("openrail++")), spdx("cc")
    ('Apache-2.0', 'LicenseRef-llama3.1', 'LicenseRef-openrail-plus-plus', None)
    """
    lower = word.lower()
    if lower in _FAMILIES or lower == _OTHER:
        return None
    return expression(word) or (_reference(lower) if _IDENTIFIER.fullmatch(lower) else None)


def _other(card: Said, ledger: Ledger, place: str) -> None:
    """A license that the hub has no identifier for, by the name and the address that the publisher gives."""
    name, link = text(card.get("license_name")), text(card.get("license_link"))
    at = card.at("license_name") if name else place
    address = public_url(link) if link and re.match(r"https?://", link) else link
    if name and name.lower() not in {_OTHER, *_UNSAID}:
        found = spdx(name) if " " not in name else None
        if found is not None:
            ledger.link(EdgeKind.LICENSED_UNDER, found, at, rule=card.rule, acknowledgement="declared", url=address)
    shown = " ".join(filter(None, (f": {name}" if name else "", f"({address})" if address else ""))).strip()
    ledger.fact(PropertyKind.LICENSE_TEXT, plain(f"{_OTHER}{shown if name else ' ' + shown}"), at, rule=card.rule)


def _reference(identifier: str) -> NodeId:
    name = re.sub(r"-{2,}", "-", identifier.replace("+", "-plus"))
    return ids.license_expression(f"LicenseRef-{name}")
