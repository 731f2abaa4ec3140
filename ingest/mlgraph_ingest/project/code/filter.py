"""Which files may name a model, a dataset or a service at all: told from their text, before any is parsed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from mlgraph_ingest.project.code.imports import import_lines
from mlgraph_ingest.project.code.rules import CALLS, HANDED, ROOTS, SPELLINGS, Spelling
from mlgraph_ingest.project.code.spelling import Code, hands

_WORD = re.compile(r"\w+")
_HANDED_BY = {each.split(".")[1]: [e for e in HANDED if e.split(".")[1] == each.split(".")[1]] for each in HANDED}
_HANDED = re.compile(rf"\.({'|'.join(sorted(_HANDED_BY))})")
"""How those begin that a file spells where another one hands it a thing: quick to look for, and rarely there."""
_PYTHON_2_WORDS = (re.compile(r"print[ \t]+[\"'\w%]"), re.compile(r"except[ \t]+[\w.]+[ \t]*,"))
"""What those statements hold, each quick to look for."""
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
_DICT = re.compile(r"=[ \t]*\{")
_SETTINGS = re.compile(r"(?:CONFIG|SETTINGS|DEFAULTS|config|settings|defaults)\b[^=]{0,40}$")
"""What stands before a dict that holds settings."""
_SPOKEN = ("model", "dataset", "tokenizer", "embed", "llm")
"""What the names of settings that matter hold, in whatever case."""


def may_refer(source: str) -> bool:
    """Whether a file can hold a call that a rule fits; False is certain, and spares parsing it.

    Either the file imports a library that the rules know, and spells one of its calls; or another file of its project
    hands it a thing of a library, and it makes a call with a telling name on that. What stands in comments and in texts
    of several lines is no code.
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
    if roots and any(each.search(text) for each in _PYTHON_2_WORDS) and _PYTHON_2.search(text) is not None:
        return True
    code = Code(text)
    if roots and code.may_make_one_of(list(_spelled(text, roots)), roots):
        return True
    return any(hands(code, each) for stem in set(_HANDED.findall(text)) for each in _HANDED_BY[stem])


def _spelled(text: str, roots: frozenset[str]) -> Iterator[Spelling]:
    known: dict[str, bool] = {}
    for root in roots:
        for last, spellings in SPELLINGS[root].items():
            if all(part in text for part in last.split("*")):
                known.update((word, word in text) for each in spellings for word in each.others if word not in known)
                yield from (each for each in spellings if all(known[word] for word in each.others))


def _has_settings(text: str) -> bool:
    """Whether a text reads variables, or declares fields or dicts, that may name a model by their own name."""
    lowered = text.lower()
    if not any(word in lowered for word in _SPOKEN):
        return False
    if ("MODEL" in text or "LLM" in text) and _VARIABLE.search(text):
        return True
    if ("/api/" in text or "/v1/" in text or "completions" in text) and _ENDPOINT.search(text):
        return True
    return _FIELD.search(text) is not None or any(_is_setting(text, found.start()) for found in _DICT.finditer(text))


def _is_setting(text: str, at: int) -> bool:
    """Whether the dict that is assigned at a place gets a name that speaks of settings."""
    return _SETTINGS.search(text[text.rfind("\n", 0, at) + 1 : at]) is not None


def telling_names(code: str) -> frozenset[str]:
    """The last words of the calls that a file may hold; of others nothing is asked in other files.

    `code` is its text without prose. A library that it does not import itself, other files may hand it.
    """
    spelled, roots = frozenset(_WORD.findall(code)), imported_words(code) & ROOTS
    own = {name for root in roots for words, name in CALLS[root] if spelled.issuperset(words)}
    return frozenset(own | {each.rpartition(".")[2] for each in HANDED if each in code})


def compared(source: str) -> str:
    """A text in which identifiers are spelled as Python compares them: in their NFKC form (PEP 3131)."""
    return source if source.isascii() else unicodedata.normalize("NFKC", source)
