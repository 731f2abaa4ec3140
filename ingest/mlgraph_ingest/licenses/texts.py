"""Whole texts of licenses and the notices that files carry, recognized word for word.

The catalog holds no text: a license is a sequence of digests of six words each, and of the number of other words that
may stand between them (`license_texts.json`; made with `blocks` from texts in which `{n}` stands for up to n words that
vary, such as the name of an organization). A text is a license only where all of its blocks are there, in order, and
nothing else but a title and copyright lines: whoever adds a sentence to a license makes another one.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum, auto
from functools import cache
from importlib.resources import files
from typing import TypeAlias

from mlgraph.model import ids
from mlgraph.model.ids import NodeId
from mlgraph_ingest.licenses.names import of_name

BLOCK = 6
"""Words in a block."""
HEAD_WORDS = 80
"""Words that may precede a license: its title and who holds the copyright."""
_WORD = re.compile(r"[a-z0-9]{2,}")
_GAP = re.compile(r"\{(\d+)\}")
_NO_HEAD = frozenset({"redistribution", "permission", "permitted", "granted", "warranty", "conditions", "except",
                      "subject", "includes", "contains", "bundled", "portions", "dual", "additional", "commercial"})  # fmt: skip
"""Words that no title and no copyright line has: what stands there says more than who and when."""
_SLACK = 2
"""Words that may differ at the end, such as a date of the last change."""

_CUT_BLOCKS = 4
"""Blocks that a text which breaks off has to agree in."""
_TITLE_LIMIT = 300
_BODY = re.compile(r"copyright|\(c\)|\u00a9|permission|redistribution|terms and conditions", re.IGNORECASE)
_DATED = re.compile(r"https?://\S+|,?\s*(?:january|june|february|november) \d{4}", re.IGNORECASE)

Template = Sequence[int | str]
_Starts: TypeAlias = "Mapping[str, Sequence[int]]"


def of_text(text: str) -> NodeId | None:
    """The license whose text, or whose notice, a text is; None where it is none, or not as a whole.

    A text that breaks off is taken for the license that its title names, where it agrees as far as it goes.

    >>> of_text("MIT License. Copyright 2024 Ann. Do what you like.") is None
    True
    """
    words = _words(text)
    starts = _starts(words)
    agreeing = {spdx: _agreement(words, starts, templates) for spdx, templates in _templates().items()}
    whole = [spdx for spdx, agrees in agreeing.items() if agrees is _Agrees.WHOLLY]
    if len(whole) == 1:
        return ids.license_expression(whole[0])
    titled = of_name(_title(text)) if any(agrees is _Agrees.SO_FAR for agrees in agreeing.values()) else None
    return titled if titled is not None and agreeing.get(titled.key) is _Agrees.SO_FAR else None


def blocks(text: str) -> list[int | str]:
    """A text as the digests of its blocks; `{n}` in it stands for up to n words that vary.

    >>> blocks("one two three four five six seven {3} eight nine")
    ['6:6c961871', '1:dfee2227', 3, '2:f25fa6fb']
    """
    found: list[int | str] = []
    for number, part in enumerate(_GAP.split(text)):
        if number % 2:
            found.append(int(part))
        else:
            words = _words(part)
            found.extend(_named(words[i : i + BLOCK]) for i in range(0, len(words), BLOCK))
    return found


class _Agrees(Enum):
    WHOLLY = auto()
    SO_FAR = auto()
    """The text ends before the license does."""


def _agreement(words: Sequence[str], starts: _Starts, templates: Sequence[Template]) -> _Agrees | None:
    """How a text agrees with a license: from its head to its end, with no other words but in gaps."""
    found = {
        _following(words, start, template)
        for template in templates
        for start in starts.get(str(template[0]), ())
        if _is_head(words[:start])
    }
    return next((agrees for agrees in _Agrees if agrees in found), None)


def _following(words: Sequence[str], start: int, template: Template) -> _Agrees | None:
    position, gap, seen = start, 0, 0
    for part in template:
        if isinstance(part, int):
            gap = part
            continue
        size = int(part.partition(":")[0])
        begin = next((p for p in range(position, position + gap + 1) if _named(words[p : p + size]) == part), None)
        if begin is None:
            is_cut = position + gap + size > len(words)
            return _Agrees.SO_FAR if is_cut and seen >= _CUT_BLOCKS else None
        position, gap, seen = begin + size, 0, seen + 1
    return _Agrees.WHOLLY if len(words) - position <= gap + _SLACK else None


def _title(text: str) -> str:
    """What stands before the first copyright line, without dates and addresses."""
    return _DATED.sub(" ", _BODY.split(text[:_TITLE_LIMIT], maxsplit=1)[0]).strip(" \t\r\n-=#*")


def _is_head(words: Sequence[str]) -> bool:
    return len(words) <= HEAD_WORDS and _NO_HEAD.isdisjoint(words)


def _starts(words: Sequence[str]) -> _Starts:
    """Where the first blocks of the templates stand; only those near the beginning matter."""
    wanted = {str(template[0]) for templates in _templates().values() for template in templates}
    found: dict[str, list[int]] = {}
    for start in range(min(len(words), HEAD_WORDS + 1)):
        name = _named(words[start : start + BLOCK])
        if name in wanted:
            found.setdefault(name, []).append(start)
    return found


def _words(text: str) -> list[str]:
    return list(_split(text.lower()))


def _split(text: str) -> Iterator[str]:
    return (match[0] for match in _WORD.finditer(text))


def _named(words: Sequence[str]) -> str:
    digest = hashlib.blake2b(" ".join(words).encode(), digest_size=4).hexdigest()
    return f"{len(words)}:{digest}"


@cache
def _templates() -> Mapping[str, Sequence[Template]]:
    catalog = files("mlgraph_ontology").joinpath("catalog", "license_texts.json")
    loaded: Mapping[str, Sequence[Template]] = json.loads(catalog.read_text(encoding="utf-8"))["templates"]
    return loaded
