"""Asks for what describes a repository besides the hub's answer: its card, its configuration, its Croissant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mlgraph.model import locators
from mlgraph.model.assertions import Reading
from mlgraph.model.errors import FormatError, SourceError, TransientSourceError
from mlgraph.model.http import Answer
from mlgraph.model.ids import NodeId
from mlgraph_ingest.answers.json_values import Table, items, load_table, table
from mlgraph_ingest.huggingface.card import CARD_LIMIT, read_card
from mlgraph_ingest.huggingface.description import Description, describe_card, describe_config, describe_croissant
from mlgraph_ingest.huggingface.desk import Desk
from mlgraph_ingest.huggingface.readings import failed, reading_of, title_of
from mlgraph_ingest.huggingface.repository import commit_of
from mlgraph_ingest.huggingface.values import text
from mlgraph_ingest.huggingface.wanted import Wanted
from mlgraph_ontology.kinds import NodeKind

_CARD = "README.md"
_CONFIG = "config.json"
_CONFIG_LIMIT = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository as the hub has described it."""

    wanted: Wanted
    """Under the name that it has now."""
    node: NodeId
    said: Table

    def has(self, name: str) -> bool:
        """Whether a file is among those that are listed."""
        listed = items(self.said, "siblings")
        return any(text(one.get("rfilename")) == name for one in listed if isinstance(one, dict))


@dataclass(frozen=True, slots=True)
class Part:
    """One more document on a repository."""

    reading: Reading
    origins: tuple[NodeId, ...] = ()
    """What it says that the repository comes from."""


def parts(desk: Desk, repository: Repository, *, is_named: bool) -> Iterator[Part]:
    """The further documents, each in the state that the hub has described; one that should be there and is not failed."""
    commit = commit_of(repository.said)
    if commit is not None and repository.has(_CARD):
        yield from _card(desk, repository, commit)
    if not is_named:
        return
    if repository.wanted.kind is NodeKind.DATASET:
        yield from _croissant(desk, repository)
    elif commit is not None and repository.has(_CONFIG):
        yield from _config(desk, repository, commit)


def _card(desk: Desk, repository: Repository, commit: str) -> Iterator[Part]:
    url = _file_url(desk, repository, commit, _CARD)
    try:
        answer = desk.get(url, accept="*/*", max_bytes=CARD_LIMIT)
    except (SourceError, FormatError) as error:
        yield Part(failed(locators.part_document(repository.node, "card"), url, error))
        return
    if answer is not None:
        card = read_card(answer.content, title_of(answer.url))
        has_metadata = bool(table(repository.said, "cardData"))
        yield _part(describe_card(card, repository.node, has_metadata=has_metadata), answer)


def _config(desk: Desk, repository: Repository, commit: str) -> Iterator[Part]:
    """The configuration file, of which the hub repeats a part; where it cannot be had, no more is known than that."""
    try:
        answer = desk.get(_file_url(desk, repository, commit, _CONFIG), max_bytes=_CONFIG_LIMIT)
        if answer is not None:
            yield _part(describe_config(load_table(answer.content, answer.url), repository.node), answer)
    except (SourceError, FormatError):
        return


def _croissant(desk: Desk, repository: Repository) -> Iterator[Part]:
    """The description that the hub makes of datasets which it can look into, and refuses to make of others."""
    url = desk.endpoint.croissant_url(repository.wanted.repo_id)
    try:
        answer = desk.get(url)
        if answer is not None:
            yield _part(describe_croissant(load_table(answer.content, answer.url), repository.node), answer)
    except (TransientSourceError, FormatError) as error:
        yield Part(failed(locators.part_document(repository.node, "croissant"), url, error))
    except SourceError:
        return


def _part(description: Description, answer: Answer) -> Part:
    return Part(reading_of(description, answer), description.origins)


def _file_url(desk: Desk, repository: Repository, commit: str, name: str) -> str:
    return desk.endpoint.file_url(repository.wanted.kind, repository.wanted.repo_id, commit, name)
