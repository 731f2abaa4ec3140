"""The one place that says which license a text means, in every spelling that is known; what is not known stays unknown."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from mlgraph.model.ids import NodeId
from mlgraph_ingest.licenses.addresses import ADDRESS, of_address
from mlgraph_ingest.licenses.classifiers import PREFIX, of_classifier
from mlgraph_ingest.licenses.expressions import conjunction, expression
from mlgraph_ingest.licenses.hub import of_hub_id
from mlgraph_ingest.licenses.names import key_of, of_name
from mlgraph_ingest.licenses.texts import of_text

NAME_LIMIT = 200
"""Characters of a name; what is longer is a text of a license, or nothing that is known."""
TEXT_LIMIT = 200_000
"""Characters of a text that is looked at; the longest license of the SPDX list has a quarter of it."""
_REMEMBERED = 1_000
"""Characters of a text whose answer is kept: many packages say the same."""
_OR = re.compile(r"\s+(?:-or-|or|\|\||\|)\s+", re.IGNORECASE)
_AND = re.compile(r"\s+(?:and|&)\s+", re.IGNORECASE)
_LIST = re.compile(r"\s*[,;/\n]\s*")
_BRACKETS = re.compile(r"(?P<outside>[^()<>\[\]]+?)\s*[(<\[]\s*(?P<inside>[^()<>\[\]]+?)\s*[)>\]]")
_PARTS = 10
"""Licenses of one list; a longer one is read as none."""


class Rule(StrEnum):
    """How a license was recognized."""

    SPDX_ID = "spdx-id"
    NAME = "name"
    CLASSIFIER = "classifier"
    TEXT = "text"
    URL = "url"
    HUB_ID = "hub-id"


@dataclass(frozen=True, slots=True)
class NormalizedLicense:
    """The licenses that a text names, and how they were recognized."""

    expressions: tuple[NodeId, ...]
    """One, or several where the text lists them without saying how they combine: each is a statement of its own."""
    rule: Rule


def normalized(text: str) -> NormalizedLicense | None:
    """The license that a text names, however it spells it; None where it names none, or leaves open which.

    A text that names the GPL's version without `only` or `or later` leaves it open; so do `BSD` and `Apache`. An id that
    the SPDX list has deprecated (`GPL-3.0`) means what the list says.

    >>> found = normalized("The MIT License (MIT)")
    >>> [str(license) for license in found.expressions], str(found.rule)
    (['MIT'], 'name')
    >>> normalized("BSD") is None
    True
    >>> [str(license) for license in normalized("MIT, Apache 2.0").expressions]
    ['MIT', 'Apache-2.0']
    """
    return _remembered(text) if len(text) <= _REMEMBERED else _recognized(text)


@lru_cache(maxsize=4096)
def _remembered(text: str) -> NormalizedLicense | None:
    return _recognized(text)


def _recognized(text: str) -> NormalizedLicense | None:
    plain = text.strip().strip("\"'` \t").rstrip(".") if len(text) <= TEXT_LIMIT else ""
    if not plain:
        return None
    if (found := expression(plain)) is not None:
        return NormalizedLicense((found,), Rule.SPDX_ID)
    if plain.startswith(PREFIX):
        return _one(of_classifier(plain) or of_name(plain.rpartition("::")[2]), Rule.CLASSIFIER)
    if ADDRESS.fullmatch(plain):
        return _one(of_address(plain), Rule.URL)
    if len(plain) > NAME_LIMIT or plain.count("\n") > 1:
        return _one(of_text(plain), Rule.TEXT)
    return _single(plain) or _combined(plain) or _one(of_text(plain), Rule.TEXT)


def _one(found: NodeId | None, rule: Rule) -> NormalizedLicense | None:
    return NormalizedLicense((found,), rule) if found is not None else None


def _single(text: str) -> NormalizedLicense | None:
    """The one license that a short text names, by the first of the ways to name one that knows it."""
    for way, rule in _WAYS:
        if (found := way(text)) is not None:
            return NormalizedLicense((found,), rule)
    return _twice_named(text)


_WAYS: tuple[tuple[Callable[[str], NodeId | None], Rule], ...] = (
    (expression, Rule.SPDX_ID),
    (of_hub_id, Rule.HUB_ID),
    (of_name, Rule.NAME),
    (of_address, Rule.URL),
)


def _twice_named(text: str) -> NormalizedLicense | None:
    """What a text names outside and inside of brackets, where both say the same or one says it more exactly."""
    match = _BRACKETS.fullmatch(text) or re.fullmatch(r"(?P<outside>.+?)[,:]?\s+(?P<inside>https?://\S+)", text)
    if match is None:
        return None
    outside, inside = (_single(part) if len(part) < len(text) else None for part in match.group("outside", "inside"))
    if outside is not None and inside is not None:
        return outside if outside.expressions == inside.expressions else None
    known, open_ = (outside, match["inside"]) if outside is not None else (inside, match["outside"])
    if known is None or not _is_less_exact(open_, known.expressions[0]):
        return None
    return known


def _is_less_exact(text: str, license_: NodeId) -> bool:
    """Whether a text says of a license what its id says, and not all of it (`BSD` of `BSD-3-Clause`)."""
    words = key_of(text).split()
    return bool(words) and set(words) <= set(key_of(license_.key).split())


def _combined(text: str) -> NormalizedLicense | None:
    """What a list of names says; nothing unless every part is known."""
    for separator, word in ((_OR, "OR"), (_AND, "AND")):
        if (found := _parts(text, separator)) is not None:
            return NormalizedLicense((conjunction(found, word),), Rule.NAME)
    listed = _parts(text, _LIST)
    return NormalizedLicense(tuple(dict.fromkeys(listed)), Rule.NAME) if listed is not None else None


def _parts(text: str, separator: re.Pattern[str]) -> list[NodeId] | None:
    parts = separator.split(text)
    if not 1 < len(parts) <= _PARTS:
        return None
    found = [_single(part.strip()) for part in parts]
    return [license_ for each in found if each for license_ in each.expressions] if all(found) else None
