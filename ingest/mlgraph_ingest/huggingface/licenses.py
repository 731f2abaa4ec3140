"""What the license field of a card means: the hub's identifiers as SPDX expressions, and the publisher's words."""

from __future__ import annotations

import re

from mlgraph.model.urls import public_url
from mlgraph_ingest.huggingface.ledger import Ledger, plain
from mlgraph_ingest.huggingface.values import Said, text, words
from mlgraph_ingest.licenses import NormalizedLicense, Rule, normalized, of_card
from mlgraph_ingest.licenses.cards import OTHER
from mlgraph_ontology.kinds import EdgeKind, PropertyKind

_UNSAID = frozenset({"unknown", "none", ""})


def read_licenses(card: Said, ledger: Ledger) -> None:
    """The licenses that a card states. Where it lists several, each is a statement: how they combine is not said."""
    for word, place in words(card, "license", ledger):
        if word.lower() == OTHER:
            _other(card, ledger, place)
        else:
            state_license(word, ledger, place, card.rule)


def state_license(word: str, ledger: Ledger, place: str, rule: str) -> None:
    """A license by the word that stands for it on the hub, or by whatever else is written in its place."""
    if word.lower() in _UNSAID:
        return
    found = of_card(word)
    by = _link(found, ledger, place, rule=rule)
    if found is None or [word.lower()] != [str(license_).lower() for license_ in found.expressions]:
        ledger.fact(PropertyKind.LICENSE_TEXT, word, place, rule=by)


def _other(card: Said, ledger: Ledger, place: str) -> None:
    """A license that the hub has no identifier for, by the name and the address that the publisher gives."""
    name, link = text(card.get("license_name")), text(card.get("license_link"))
    at = card.at("license_name") if name else place
    address = public_url(link) if link and re.match(r"https?://", link) else link
    has_name = name is not None and name.lower() not in {OTHER, *_UNSAID}
    found = (of_card(name) if has_name and name else None) or normalized(address or "")
    by = _link(found, ledger, at, rule=card.rule, url=address)
    shown = " ".join(filter(None, (f": {name}" if name else "", f"({address})" if address else ""))).strip()
    ledger.fact(PropertyKind.LICENSE_TEXT, plain(f"{OTHER}{shown if name else ' ' + shown}"), at, rule=by)


def _link(found: NormalizedLicense | None, ledger: Ledger, place: str, *, rule: str, url: str | None = None) -> str:
    """Say that the subject is under what was recognized; returns the rule with how it was."""
    if found is None:
        return rule
    by = rule if found.rule is Rule.SPDX_ID else f"{rule}/{found.rule}"
    for license_ in found.expressions:
        ledger.link(EdgeKind.LICENSED_UNDER, license_, place, rule=by, acknowledgement="declared", url=url)
    return by
