"""Which files may name a model, a dataset or a service at all: told from their text, before any is parsed."""

from __future__ import annotations

import re
import unicodedata

from mlgraph_ingest.project.code_imports import import_lines
from mlgraph_ingest.project.rules import CALLS, COMMON_ROOTS, HANDED, ROOTS, SPELLED

_WORD = re.compile(r"\w+")


def may_refer(source: str) -> bool:
    """Whether a file can hold a call that a rule fits; False is certain, and spares parsing it.

    Either the file imports a library that the rules know (and, of one that is used for much else, spells the words of a
    call); or another file of its project hands it a thing of a library, and it spells the words of a call itself.
    """
    text = compared(source)
    return "import" in text and words_may_refer(text, imported_words(text))


def imported_words(source: str) -> frozenset[str]:
    """The words of all lines that may be import statements."""
    return frozenset(word for line in import_lines(source) for word in _WORD.findall(line))


def words_may_refer(source: str, imported: frozenset[str]) -> bool:
    """The same as `may_refer`, with the words of its import statements at hand."""
    roots = imported & ROOTS
    if roots - COMMON_ROOTS:
        return True
    if any(all(word in source for word in words) for root in roots for words in SPELLED[root]):
        return True
    return any(text in source for text in HANDED)


def telling_names(source: str) -> frozenset[str]:
    """The last words of the calls that a file may hold; of others nothing is asked in other files."""
    text = compared(source)
    return frozenset(name for words, name in CALLS if all(word in text for word in words))


def compared(source: str) -> str:
    """A text in which identifiers are spelled as Python compares them: in their NFKC form (PEP 3131)."""
    return source if source.isascii() else unicodedata.normalize("NFKC", source)
