"""The catalog as it is packaged: entries, what is said of each, and the documents that say it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from itertools import chain
from typing import Any

from mlgraph.model import ids
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph.model.states import whole_of
from mlgraph_ingest.catalog.sheets import sheet

ENTRIES = ("models.yaml", "datasets.yaml", "organizations.yaml")
"""The files of entries: id -> name of a document -> what it says, in the words of the ontology."""
ALIASES = "aliases.yaml"
"""Other names of entries, in the same form; they say `same_as`, and nothing else."""
DOCUMENTS = "sources.yaml"
"""The file of documents: name -> `url` and `date`."""
_HUB = "https://huggingface.co/"


@dataclass(frozen=True, slots=True)
class Statement:
    """What one document says of one node."""

    url: str
    """A page that shows the document, in the state that was read where the page has states."""
    said_at: datetime
    """When it said so: the date of the commit or of the answer."""
    fields: Mapping[str, Any]
    """Kind of property or edge -> value, or list of values."""


def entry_keys() -> Iterator[str]:
    """The ids of all entries, then those of all other names."""
    return chain.from_iterable(sheet(name) for name in (*ENTRIES, ALIASES))


def statements_of(key: str) -> Iterator[Statement]:
    """What the documents say of the node of an id, by name of the document; nothing where it has no entry."""
    for name in (*ENTRIES, ALIASES):
        if key in sheet(name):
            for document, fields in sheet(name)[key].items():
                cited = sheet(DOCUMENTS)[document]
                yield Statement(cited["url"], _midnight(cited["date"], document), fields)


def entry_of(node: NodeId) -> str | None:
    """The id of the entry of a node, of another name of it or of a single state of it; None where there is none."""
    key = whole_of(node).key
    if key in sheet(ALIASES):
        key = next(iter(sheet(ALIASES)[key].values()))["same_as"][0]
    return key if any(key in sheet(name) for name in ENTRIES) else None


def names_of(key: str) -> tuple[str, ...]:
    """The other names of an entry."""
    return _names().get(key, ())


def node_of(key: str) -> NodeId:
    """The node that an id of the catalog names; a URL is that of a dataset, or of an account on the hub.

    >>> node_of("https://commoncrawl.org").kind
    <NodeKind.DATASET: 'Dataset'>
    >>> node_of("https://huggingface.co/facebook").kind
    <NodeKind.ORGANIZATION: 'Organization'>
    """
    if not key.startswith("https://"):
        return ids.parse(key)
    account = key.removeprefix(_HUB)
    return ids.hub_account(account) if account != key and "/" not in account else ids.dataset(key)


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for alias, said in sheet(ALIASES).items():
        for key in {target: None for fields in said.values() for target in fields["same_as"]}:
            found[key] = (*found.get(key, ()), alias)
    return found


def _midnight(day: object, name: str) -> datetime:
    if not isinstance(day, date):
        raise FormatError(f"{DOCUMENTS}: {name}: {day!r} is no date")
    return datetime.combine(day, time(), UTC)
