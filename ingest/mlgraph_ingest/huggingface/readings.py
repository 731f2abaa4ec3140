"""Makes readings of what came from the hub, and of what did not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

from mlgraph.model.assertions import Assertion, Document, Reading
from mlgraph.model.errors import MlgraphError
from mlgraph.model.http import Answer
from mlgraph.model.urls import without_credentials
from mlgraph_ingest.huggingface.description import Description
from mlgraph_ingest.project.documents import digest
from mlgraph_ingest.project.tree import printable

READER = "huggingface/1"


def reading_of(description: Description, answer: Answer) -> Reading:
    """What an answer says, under its address."""
    fingerprint = digest(READER, answer.url, answer.content)
    document = Document(description.locator, title_of(answer.url), READER, fingerprint, answer.observed_at)
    return Reading(document, partial(iter, description.assertions))


def failed(locator: str, url: str, error: MlgraphError) -> Reading:
    """A document that could not be read; its fingerprint is equal to no other, so that it is asked for again."""
    document = Document(locator, title_of(url), READER, f"failed:{uuid4()}", datetime.now(UTC))
    return Reading(document, partial(_raise, error))


def title_of(url: str) -> str:
    """What is shown of an address."""
    return printable(without_credentials(url))


def _raise(error: MlgraphError) -> Iterator[Assertion]:
    raise error
