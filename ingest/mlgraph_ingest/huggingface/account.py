"""Reads what the hub says of an organization: its full name, and that it is one. No members, no people."""

from __future__ import annotations

from mlgraph_ingest.answers.json_values import Table, pointer
from mlgraph_ingest.answers.privacy import impersonal
from mlgraph_ingest.huggingface.ledger import HUB, TEXT_LIMIT, Ledger, plain
from mlgraph_ingest.huggingface.values import text
from mlgraph_ontology.kinds import PropertyKind

_ORGANIZATION = "organization"


def read_account(said: Table, ledger: Ledger) -> None:
    """The facts of an account, as the hub's overview of organizations has them."""
    ledger.fact(PropertyKind.ACCOUNT_TYPE, _ORGANIZATION, pointer("name"), rule=HUB)
    if name := text(said.get("fullname")):
        ledger.fact(PropertyKind.NAME, impersonal(name), pointer("fullname"))
    details = said.get("details")
    if isinstance(details, str) and (about := plain(impersonal(details), TEXT_LIMIT)):
        ledger.fact(PropertyKind.DESCRIPTION, about, pointer("details"))
