"""Makes the documents of one repository: what the hub says of it, with its card, and under which name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from urllib.parse import urlsplit

from mlgraph.model import ids, locators
from mlgraph.model.assertions import Document, Evidence, Reading, edge, fact
from mlgraph.model.errors import FormatError, SourceError
from mlgraph.model.http import Answer
from mlgraph.model.hub_names import is_hub_id
from mlgraph.model.ids import NodeId
from mlgraph_ingest.answers.json_values import Table, load_table
from mlgraph_ingest.huggingface.description import describe_account, describe_dataset, describe_model
from mlgraph_ingest.huggingface.desk import Desk
from mlgraph_ingest.huggingface.ledger import HUB, quoted
from mlgraph_ingest.huggingface.parts import Repository, parts
from mlgraph_ingest.huggingface.readings import READER, failed, reading_of, title_of
from mlgraph_ingest.huggingface.repository import commit_of
from mlgraph_ingest.huggingface.values import text
from mlgraph_ingest.huggingface.wanted import Wanted
from mlgraph_ingest.project.documents import digest
from mlgraph_ontology.kinds import EdgeKind, Method, NodeKind, PropertyKind

_REDIRECT = "redirect"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of one question."""

    readings: tuple[Reading, ...]
    origins: tuple[NodeId, ...] = ()
    """What it was made from or trained on."""
    publishers: tuple[NodeId, ...] = ()
    node: NodeId | None = None
    """What was described, under the name that it has now."""


def fetch(desk: Desk, wanted: Wanted, *, is_named: bool = True) -> Fetched:
    """Ask the hub for a repository. What fails is a reading that says so; what is not there is one, too.

    One that is named by the caller, and not only come across, is asked for its configuration or Croissant besides.
    """
    url = desk.endpoint.api_url(wanted.kind, wanted.repo_id, wanted.revision)
    try:
        answer = desk.repository(url)
        if answer is None:
            return Fetched((_absent(desk, wanted, url),))
        return _described(desk, wanted, answer, url, is_named=is_named)
    except (SourceError, FormatError) as error:
        return Fetched((failed(locators.index_document(wanted.node), url, error),))


def fetch_account(desk: Desk, account: NodeId) -> Fetched:
    """Ask the hub for an organization. Of what is none (people have names of the same form) nothing is said."""
    url = desk.endpoint.account_url(account)
    try:
        answer = desk.get(url)
        if answer is None:
            return Fetched(())
        found = describe_account(load_table(answer.content, answer.url), account)
        return Fetched((reading_of(found, answer),))
    except (SourceError, FormatError) as error:
        return Fetched((failed(locators.index_document(account), url, error),))


def _described(desk: Desk, wanted: Wanted, answer: Answer, url: str, *, is_named: bool) -> Fetched:
    said = load_table(answer.content, answer.url)
    found = _named(wanted, said, answer, url)
    node = _node(found, said)
    description = (describe_dataset if found.kind is NodeKind.DATASET else describe_model)(said, node)
    readings = [reading_of(description, answer)]
    if found.repo_id != wanted.repo_id:
        readings.append(_renamed(wanted, found, said, answer, url))
    origins = description.origins
    for part in parts(desk, Repository(found, node, said), is_named=is_named):
        readings.append(part.reading)
        origins = (*origins, *part.origins)
    return Fetched(tuple(readings), tuple(dict.fromkeys(origins)), description.publishers, node)


def _node(found: Wanted, said: Table) -> NodeId:
    """What an answer describes: a state where one was asked for, by its commit also where that was a tag or a branch."""
    if found.kind is NodeKind.MODEL and found.revision is not None:
        commit = commit_of(said)
        if commit is None:
            raise FormatError(f"{found.repo_id}: the hub does not say which commit {quoted(found.revision)} is")
        return ids.model(found.repo_id, commit)
    return found.node


def _named(wanted: Wanted, said: Table, answer: Answer, url: str) -> Wanted:
    """What was asked for, under the name that it has now.

    A repository that was renamed answers by a redirect, and its answer holds its name and its stable id (hub documentation,
    "Repository Settings": renaming). Raises FormatError where the answer is of another one.
    """
    name = text(said.get("id")) or text(said.get("modelId"))
    if name is None:
        raise FormatError(f"{answer.url}: it describes no repository (no member `id`); is it a hub (HF_ENDPOINT)?")
    if name == wanted.repo_id:
        return wanted
    is_moved = urlsplit(answer.url).path != urlsplit(url).path and _is_of(answer.url, wanted.kind, name)
    is_short = "/" not in wanted.repo_id and name.rpartition("/")[2].lower() == wanted.repo_id.lower()
    if not ((is_moved or is_short or name.lower() == wanted.repo_id.lower()) and text(said.get("_id"))):
        raise FormatError(f"{answer.url}: it describes {quoted(name)}, not {wanted.repo_id}; nothing was taken from it")
    if not is_hub_id(name):
        raise FormatError(f"{answer.url}: it describes {quoted(name)}, which is no name of a repository")
    return Wanted(wanted.kind, name, wanted.revision)


def _is_of(url: str, kind: NodeKind, name: str) -> bool:
    """Whether an address is that of a repository of this kind and name."""
    folder = "datasets" if kind is NodeKind.DATASET else "models"
    return f"/api/{folder}/{name}/".lower() in f"{urlsplit(url).path}/".lower()


def _renamed(wanted: Wanted, found: Wanted, said: Table, answer: Answer, url: str) -> Reading:
    """That a name now stands for a repository of another name: what was asked for is the same, by its stable id."""
    stable = text(said.get("_id"))
    evidence = Evidence("#/_id", Method.DECLARED, _REDIRECT)
    old, new = Wanted(wanted.kind, wanted.repo_id).node, Wanted(found.kind, found.repo_id).node
    pairs = [(old, new)]
    if wanted.node != old:
        pairs.append((wanted.node, found.node))
    said_so = tuple(edge(a, EdgeKind.SAME_AS, b, evidence, hub_id=stable) for a, b in pairs)
    fingerprint = digest(READER, url, found.repo_id, stable or "")
    document = Document(locators.index_document(wanted.node), title_of(url), READER, fingerprint, answer.observed_at)
    return Reading(document, partial(iter, said_so))


def _absent(desk: Desk, wanted: Wanted, url: str) -> Reading:
    """That the hub has no such repository, or not this state of it: an answer, and not that nobody knows."""
    node, locator = wanted.node, locators.index_document(wanted.node)
    if wanted.revision is not None and not ids.is_commit(wanted.revision.lower()):
        error = FormatError(
            f"{desk.endpoint.host} has no {wanted.repo_id} at {quoted(wanted.revision)}; name another state"
        )
        return failed(f"{node.key}@{wanted.revision}{locators.INDEX_DOCUMENT}", url, error)
    said = (fact(node, PropertyKind.ABSENT_FROM, desk.endpoint.host, Evidence("", Method.DECLARED, HUB)),)
    document = Document(locator, title_of(url), READER, digest(READER, url, "absent"), datetime.now(UTC))
    return Reading(document, partial(iter, said))
