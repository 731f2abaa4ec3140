"""What the metadata of a card say of a model or a dataset alike."""

from __future__ import annotations

import re

from mlgraph.model import ids
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph_ingest.huggingface.ledger import Ledger, quoted
from mlgraph_ingest.huggingface.values import Said, repository_id, words
from mlgraph_ontology.kinds import PropertyKind

_ARXIV = re.compile(r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d{1,2})?")
_DOI = re.compile(r"10\.\d{4,9}/\S{1,200}")


def read_languages(card: Said, ledger: Ledger) -> None:
    """The languages, under each of the names that the field has or had."""
    for key in ("language", "languages", "language_bcp47"):
        for word, place in words(card, key, ledger):
            ledger.fact(PropertyKind.LANGUAGE, word, place, rule=card.rule)


def state_paper(ledger: Ledger, number: str, place: str, rule: str) -> None:
    """A paper by its number on arXiv."""
    if _ARXIV.fullmatch(number):
        ledger.fact(PropertyKind.PAPER, f"https://arxiv.org/abs/{number}", place, rule=rule)
    else:
        ledger.problem(place, f"{quoted(number)} is no number of a paper on arXiv; it is left out")


def state_doi(ledger: Ledger, doi: str, place: str, rule: str) -> None:
    """A Digital Object Identifier of the thing itself."""
    if _DOI.fullmatch(doi):
        ledger.fact(PropertyKind.DOI, doi, place, rule=rule)
    else:
        ledger.problem(place, f"{quoted(doi)} is no DOI; it is left out")


def dataset_named(word: str, ledger: Ledger, place: str, field: str) -> NodeId | None:
    """The dataset that a card names, by id, by its page, or by an address elsewhere; None, and a problem, otherwise."""
    found, is_page = repository_id(word), word.startswith(("https://", "http://"))
    try:
        if found is not None and (found[1] or not is_page):
            return ids.hub_dataset(found[0])
        if found is None and is_page:
            return ids.dataset(word)
    except FormatError:
        pass
    ledger.problem(place, f"{field}: {quoted(word)} is no id of a dataset; it is left out")
    return None
