"""Which documents list a part, where several were brought together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from mlgraph.bom.facts import plain
from mlgraph.bom.refs import TOOL_REF
from mlgraph.bom.text import shown
from mlgraph.model.assertions import JsonValue
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import PropertyKind
from mlgraph_queries.listed_aggregates import document_of
from mlgraph_queries.listing import Account, Listing
from mlgraph_queries.stated import LicenseStatement

_ONE = (PropertyKind.NAME, PropertyKind.VERSION, PropertyKind.DESCRIPTION, PropertyKind.COMPONENT_TYPE)
"""What a component has one of."""


def source_notes(listing: Listing, account: Account) -> Iterator[tuple[str, str]]:
    """A property per document that lists the part; none where there is one document alone."""
    if len(listing.documents) > 1:
        yield from (("listed", text) for text in listed_in(account))


def placed(statements: Sequence[LicenseStatement], listing: Listing) -> list[LicenseStatement]:
    """Statements on a license, each with its document where there are several, and with no place where there is one."""
    is_alone = len(listing.documents) < 2
    return [replace(each, where="" if is_alone else short(each.where)) for each in statements]


def first_and_others(
    statements: Sequence[LicenseStatement],
) -> tuple[list[LicenseStatement], list[LicenseStatement]]:
    """What the first document says of a license, and what others say that it does not."""
    first = next((document_of(each.where) for each in statements), "")
    own = [each for each in statements if document_of(each.where) == first]
    told = {(each.expression, each.text) for each in own}
    return own, [s for s in statements if document_of(s.where) != first and (s.expression, s.text) not in told]


def otherwise(account: Account) -> Iterator[tuple[str, str]]:
    """What other documents say where a field has room for one value: the strongest stands in the field."""
    for kind in _ONE:
        stated = account.facts.get(kind, ())
        told = {document_of(each.where): plain(each.value) for each in reversed(stated)}
        for where, value in sorted(told.items()) if len(told) > 1 else ():
            if value != plain(stated[0].value):
                yield "stated-otherwise", f"{kind}: {value} at {short(where)}"


def listed_in(account: Account) -> list[str]:
    """The documents that list a part, by the last part of their names, each with the place in it, sorted."""
    return sorted({short(sighting.where) for sighting in account.sightings})


def citations(
    listing: Listing, names: Mapping[NodeId, str], components: JsonValue, created: datetime
) -> list[JsonValue]:
    """A citation per component that says which documents list it (CycloneDX 1.7)."""
    if len(listing.documents) < 2:
        return []
    by_ref = {ref: node for node, ref in names.items()}
    found: list[JsonValue] = []
    for index, each in enumerate(components if isinstance(components, list) else ()):
        node = by_ref.get(str(each.get("bom-ref"))) if isinstance(each, dict) else None
        told = listed_in(listing.accounts[node]) if node in listing.accounts and node is not None else []
        if told:
            said: JsonValue = {
                "pointers": [f"/components/{index}"],
                "timestamp": created.isoformat(),
                "attributedTo": TOOL_REF,
                "note": shown("; ".join(told)),
            }
            found.append(said)
    return found


def without_folders(text: str, listing: Listing) -> str:
    """A text in which each document goes by the last part of its name: the folders are this machine's."""
    for document in listing.documents:
        text = text.replace(document.title, short(document.title))
    return text


def short(where: str) -> str:
    """A place without the folders of this machine."""
    title, sign, pointer = where.partition("#")
    return title.replace("\\", "/").rpartition("/")[2] + sign + pointer
