"""Which files may name a model, a dataset or a service at all: told from their text, before any is parsed."""

from __future__ import annotations

import re
import unicodedata

from mlgraph_ingest.project.code.imports import import_lines
from mlgraph_ingest.project.code.rules import CALLS, HANDED, ROOTS, SPELLED

_WORD = re.compile(r"\w+")
_TRIPLE = ('"""', "'''")
_PROSE = re.compile(
    r"#[^\n]*|(?:\b([A-Za-z]{1,2}))?("
    r"\"\"\"[^\"\\]*(?:(?:\\.|\"(?!\"\"))[^\"\\]*)*\"\"\""
    r"|'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''"
    r"|\"[^\"\\\n]*(?:\\.[^\"\\\n]*)*\""
    r"|'[^'\\\n]*(?:\\.[^'\\\n]*)*'"
    r")",
    re.DOTALL,
)
"""Comments and texts, each from its beginning, so that neither is looked for within the other."""
_PYTHON_2 = re.compile(r"^[ \t]*(?:print[ \t]+[\"'\w%]|except[ \t]+[\w.]+[ \t]*,[ \t]*\w+[ \t]*:)", re.MULTILINE)
"""Statements of Python 2: a file that has one where it uses a library is parsed, which says that it cannot be."""


_VARIABLE = re.compile(r"(?:getenv|environ)\b[^\n]{0,40}[\"'][A-Z0-9_]*(?:MODEL|LLM)")
"""Where an environment variable is read whose name speaks of a model."""


_FIELD = re.compile(r"(?:model|MODEL|dataset|DATASET|llm|LLM)\w*[ \t]*:[ \t]*[\w.\[][^=\n]{0,80}=")
"""Where a field of a class is given a default whose name speaks of a model."""
_ENDPOINT = re.compile(
    r"/chat/completions|/v1/(?:completions|responses|embeddings|messages)\b|/api/(?:generate|chat|embed)"
)
"""An address at which hosted models answer."""
_SETTINGS = re.compile(r"(?:CONFIG|SETTINGS|DEFAULTS|config|settings|defaults)\b[^=\n]{0,40}=[ \t]*\{")
"""Where a dict is made that holds settings."""


def may_refer(source: str) -> bool:
    """Whether a file can hold a call that a rule fits; False is certain, and spares parsing it.

    Either the file imports a library that the rules know, and spells the words of one of its calls; or another file of
    its project hands it a thing of a library, and it makes a call with a telling name on that. What stands in comments
    and in texts of several lines is no code.
    """
    text = compared(source)
    return words_may_refer(text, imported_words(text))


def imported_words(source: str) -> frozenset[str]:
    """The words of all lines that may be import statements."""
    return frozenset(word for line in import_lines(source) for word in _WORD.findall(line))


def words_may_refer(text: str, imported: frozenset[str]) -> bool:
    """The same as `may_refer`, of a text in compared spelling, with the words of its import statements at hand."""
    if _has_settings(text):
        return True
    roots = imported & ROOTS
    sets = [words for root in roots for words in SPELLED[root]]
    is_old = bool(roots) and _PYTHON_2.search(text) is not None
    if is_old or not (any(all(word in text for word in words) for words in sets) or any(h in text for h in HANDED)):
        return is_old
    code = without_prose(text)
    words = frozenset(_WORD.findall(code))
    sets = [each for root in roots & imported_words(code) for each in SPELLED[root]]
    if any(all(word in words or (not word.isidentifier() and word in text) for word in each) for each in sets):
        return True
    return any(each in code for each in HANDED)


def _has_settings(text: str) -> bool:
    """Whether a text reads variables, or declares fields or dicts, that may name a model by their own name."""
    if ("MODEL" in text or "LLM" in text) and _VARIABLE.search(text):
        return True
    if ("/api/" in text or "/v1/" in text or "completions" in text) and _ENDPOINT.search(text):
        return True
    return _FIELD.search(text) is not None or _SETTINGS.search(text) is not None


def without_prose(text: str) -> str:
    """A Python file without its comments and the texts in three quotes; f-strings hold code, and stay.

    >>> without_prose("x = f(1)  # one")
    'x = f(1)  '
    """
    kept: list[str] = []
    at = 0
    for found in _PROSE.finditer(text):
        prefix, quoted = found[1], found[2]
        is_formatted = prefix is not None and "f" in prefix.lower()
        if is_formatted and quoted is not None and quoted.count("{") != quoted.count("}"):
            return text  # an f-string that holds its own quotes (PEP 701): where it ends is not told this way
        if quoted is None or (quoted.startswith(_TRIPLE) and not is_formatted):
            kept.append(text[at : found.start()])
            at = found.end()
    return "".join((*kept, text[at:]))


def telling_names(source: str) -> frozenset[str]:
    """The last words of the calls that a file may hold; of others nothing is asked in other files."""
    spelled = frozenset(_WORD.findall(without_prose(compared(source))))
    return frozenset(name for words, name in CALLS if spelled.issuperset(words))


def compared(source: str) -> str:
    """A text in which identifiers are spelled as Python compares them: in their NFKC form (PEP 3131)."""
    return source if source.isascii() else unicodedata.normalize("NFKC", source)
