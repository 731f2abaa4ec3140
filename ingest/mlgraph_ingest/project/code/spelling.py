"""Whether the text of a Python file may call or define what has a name: told before the file is parsed."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from mlgraph_ingest.project.code.imports import Bound, bound_by
from mlgraph_ingest.project.code.prose import without_prose
from mlgraph_ingest.project.code.rules import TRANSPARENT, Spelling

_GAP = r"(?:[\s\\)]|#[^\n]*+)*+"
"""What may stand between a name and the parenthesis of its call: blanks, ends of lines, comments, `)` of `(name)()`."""
_SAME = "|".join(sorted((*TRANSPARENT, "__init__")))
_USED = rf"(?!\w)[ \t]*+(?!=[^=]|\[|\.(?![ \t]|{_SAME}))"
"""What follows a name that is called or handed on: neither set, nor only on the way to something else."""
_IMPORT = re.compile(r"^[ \t]*from[ \t]+[.\w]+[ \t]+import[ \t]*(?:\([^()]*\)|[\w, \t]+)\r?$", re.MULTILINE)


class Code:
    """The text of a file, and its code as far as it is asked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def shown(self) -> str:
        """The code with the texts of one line."""
        return without_prose(self.text)

    @cached_property
    def bare(self) -> str:
        """The code without any texts."""
        return without_prose(self.text, keeps_lines=False)

    @cached_property
    def unbound(self) -> str:
        """The code without any texts and without the statements that import names."""
        return _IMPORT.sub("", self.bare)

    @cached_property
    def is_indirect(self) -> bool:
        """Whether it may get at an attribute by a text."""
        return "getattr" in self.text and "getattr" in self.bare

    def may_make_one_of(self, spellings: list[Spelling], roots: frozenset[str]) -> bool:
        """Whether it can hold one of several calls of libraries; False is certain."""
        if not spellings:
            return False
        bound = [each for each in bound_by(self.text) if each.path.partition(".")[0] in roots]
        told = [each for each in spellings if self._may_make(each, bound, is_raw=True)]
        if not told:
            return False
        bound = [each for each in bound_by(self.bare) if each.path.partition(".")[0] in roots]
        return any(self._may_make(each, bound) for each in told)

    def _may_make(self, spelling: Spelling, bound: list[Bound], *, is_raw: bool = False) -> bool:
        """The same of one of them; `is_raw` asks the text, prose and all, which says yes more often, and quickly."""
        leading = [each for each in bound if _leads(each.path.removesuffix(".*"), spelling.prefix)]
        if not leading:
            return False
        fits, of_owner, alone = _patterns(spelling.last)
        names = [(each.path.rpartition(".")[2], each.is_renamed) for each in leading]
        is_made = (
            spelling.last == "*"
            or any(is_renamed and fits.fullmatch(name) for name, is_renamed in names)
            or (
                any(name == "*" or fits.fullmatch(name) for name, _ in names)
                and (is_raw or alone.search(self.unbound) is not None)
            )
            or of_owner.search(self.text if is_raw else self.bare) is not None
            or (self.is_indirect and _quoted(spelling.last, self.text if is_raw else self.shown))
        )
        return is_made and (is_raw or all(_has_word(self.shown, word) for word in spelling.others))


def hands(code: Code, text: str) -> bool:
    """Whether a file can make a call that ends with a text (`.messages.create`) on what another file hands it."""
    if text not in code.text or not (_handing(text).search(code.text) or code.is_indirect):
        return False
    return text in code.bare and (code.is_indirect or _handing(text).search(code.bare) is not None)


def may_call(text: str, name: str) -> bool:
    """Whether a text may hold a call whose last name this is; False is certain.

    >>> may_call("x = models.load (1)", "load"), may_call("load = other(1)", "load")
    (True, False)
    """
    return name in text and _calling(name).search(text) is not None


def may_define(text: str, name: str) -> bool:
    """Whether a text may define a function or a class of this name; False is certain.

    >>> may_define("async def load(name): ...", "load"), may_define("load(1)", "load")
    (True, False)
    """
    return name in text and _defining(name).search(text) is not None


def _leads(path: str, prefix: str) -> bool:
    """Whether what begins with a path can go on to what begins with a prefix."""
    return f"{path}.".startswith(prefix) or prefix.startswith(f"{path}.")


def _has_word(code: str, word: str) -> bool:
    """Whether code spells a word, whole; of what is no word, whether it has it."""
    return word in code and (not word.isidentifier() or _word(word).search(code) is not None)


def _quoted(last: str, code: str) -> bool:
    return re.search(f"[\"']{_expression(last)}[\"']", code) is not None


def _expression(last: str) -> str:
    return r"\w*".join(map(re.escape, last.split("*")))


@lru_cache(maxsize=4096)
def _patterns(last: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """The last word of a call; where it is an attribute that is used; where it is a name that is used."""
    word = _expression(last)
    alone = rf"(?<![\w.])(?<!def )(?<!class ){word}"
    if "*" not in last:  # the same, with the word itself first, which is quicker to find
        alone = rf"{word}(?<![\w.]{word})(?<!def {word})(?<!class {word})"
    owned = rf"\.(?:[\s\\]|#[^\n]*+)*+{word}"
    return re.compile(word), re.compile(owned + _USED), re.compile(alone + _USED)


@lru_cache(maxsize=4096)
def _word(word: str) -> re.Pattern[str]:
    return re.compile(rf"{word}(?<!\w{word})(?!\w)")


@lru_cache(maxsize=4096)
def _handing(text: str) -> re.Pattern[str]:
    return re.compile(re.escape(text) + _USED)


@lru_cache(maxsize=4096)
def _calling(name: str) -> re.Pattern[str]:
    return re.compile(re.escape(name) + _GAP + r"\(")


@lru_cache(maxsize=4096)
def _defining(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?:def|class)[\s\\]+{re.escape(name)}(?!\w)")
