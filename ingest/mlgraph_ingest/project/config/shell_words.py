"""Takes a shell script apart: its commands in order, each with its words, and the variables that they use.

Not a shell: nothing runs, loops are read once, and what a command would print is not known. Variables are followed
that are assigned in the same text, the last assignment before their use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

WORD_LIMIT = 10_000
"""Characters of a word in which variables are replaced at most; what is longer holds data."""
VALUE_LIMIT = 500
"""Characters that are kept of the value of a variable."""
VARIABLE_LIMIT = 10_000
"""Variables of one text at most."""
REPEAT_LIMIT = 5_000
"""Commands in loops, each counted for each word, at most."""
LOOP_LIMIT = 50
"""Words that one loop goes through at most."""
_HEREDOC = re.compile(r"<<-?\s*(['\"]?)([A-Za-z_]\w*)\1")
_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)\+?=(.*)", re.DOTALL)
_ARRAY = re.compile(r"[A-Za-z_]\w*=\(")
_VARIABLE = re.compile(r"\$(?:\{([A-Za-z_]\w*|\d)(?:(:?[-=])((?:[^{}]|\{[^{}]*\})*))?\}|([A-Za-z_]\w*))")
_TOKEN = re.compile(
    r"""(?P<space>[ \t]+) | (?P<end>\n|&&|\|\||;;?|\||&(?!>)) | (?P<comment>(?<![^\s;|&])\#[^\n]*)
    | (?P<double>"(?:[^"\\]|\\.)*") | (?P<single>'[^']*') | (?P<subshell>\$\((?:[^()]|\([^()]*\))*\)|`[^`]*`)
    | (?P<braced>\$\{(?:[^{}]|\{[^{}]*\})*\}) | (?P<redirect>\d?(?:>>?|<<?<?)&?\d?|&>) | (?P<escape>\\.)
    | (?P<plain>[^\s"'`\\;|&<>$]+|\$|.)""",
    re.VERBOSE | re.DOTALL,
)
_JOINED = frozenset({"double", "single", "subshell", "braced", "plain", "escape"})
"""Kinds of pieces that make up a word."""
_KEYWORDS = frozenset({"then", "do", "else", "if", "while", "until", "elif", "!", "time", "{", "(", "exec", "sudo",
                       "nohup", "env", "command", "@", "-", "export", "local", "readonly", "declare", "typeset"})  # fmt: skip
"""Words that may stand before a command."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a command."""

    text: str
    is_inferred: bool = False
    """Whether variables were followed."""


@dataclass(frozen=True, slots=True)
class ShellCommand:
    """A command with its arguments, or an assignment of variables."""

    words: tuple[Word, ...]
    line: int
    assigned: Mapping[str, Word] = field(default_factory=dict)
    """Variables that are set there."""


@dataclass(slots=True)
class Shell:
    """Reads the commands of a text, with the variables that are known before it."""

    variables: dict[str, str] = field(default_factory=dict)
    _lists: dict[str, list[str]] = field(default_factory=dict)
    """What stands in an array, and what a loop goes through."""
    _repeated: int = 0

    def commands(self, text: str, first_line: int = 1) -> Iterator[ShellCommand]:
        """The commands of a text in order; one in a loop over words comes once for each of them."""
        words: list[str] = []
        at = first_line
        for line, found in _words(text, first_line):
            if found is None:
                if words and _ARRAY.match(words[0]) and not words[-1].endswith(")"):
                    continue
                yield from self._each(words, at)
                words = []
                continue
            at = at if words else line
            words.append(found)
        yield from self._each(words, at)

    def expanded(self, raw: str) -> Word:
        """A word as it is written, quotes taken off and known variables replaced; quotes may hold several words."""
        if len(raw) > WORD_LIMIT:
            return Word(raw)
        parts: list[str] = []
        plain, is_inferred = "", False
        for match in [*_TOKEN.finditer(raw), None]:
            group = match.lastgroup if match else "end"
            if match and group not in {"single", "double", "escape"}:
                plain += match[0]
                continue
            value = self._filled(plain, sum(map(len, parts)))
            is_inferred = is_inferred or value != plain
            parts.append(value)
            plain = ""
            if match is None:
                break
            if group == "double":
                inner = re.sub(r'\\(["\\$`\n])', r"\1", match[0][1:-1])
                value = self._filled(inner, sum(map(len, parts)))
                is_inferred = is_inferred or value != inner
                parts.append(value)
            else:
                parts.append(match[0][1:-1] if group == "single" else match[0][1:])
        return Word("".join(parts), is_inferred)

    def _filled(self, text: str, before: int) -> str:
        """A piece of a word with its variables replaced; as it is where the word is long already."""
        if "$" not in text or before + len(text) > WORD_LIMIT:
            return text
        return _VARIABLE.sub(self._value, text, count=50)

    def _value(self, match: re.Match[str]) -> str:
        name = match[1] or match[4]
        known = self.variables.get(name)
        if known:
            return known
        default = match[3]
        return default.strip("\"'") if default else match[0]

    def _each(self, raw: list[str], line: int) -> Iterator[ShellCommand]:
        used = {match[1] or match[4] for word in raw for match in _VARIABLE.finditer(word)}
        loop = next((name for name in self._lists if name in used), None)
        if loop is None:
            yield from self._finish(raw, line)
            return
        for value in self._lists[loop]:
            if self._repeated > REPEAT_LIMIT:
                return
            self._repeated += 1
            self.variables[loop] = value
            yield from self._finish(raw, line)

    def _finish(self, raw: list[str], line: int) -> Iterator[ShellCommand]:
        words = [self.expanded(word) for word in raw]
        assigned: dict[str, Word] = {}
        while words:
            match = _ASSIGNMENT.fullmatch(words[0].text)
            if match and match[2].startswith("("):
                inner = [match[2][1:], *(word.text for word in words[1:])]
                self._lists_from(match[1], [text.removesuffix(")") for text in inner])
                return
            if match:
                assigned[match[1]] = Word(match[2], words[0].is_inferred)
            elif words[0].text not in _KEYWORDS:
                break
            words = words[1:]
        if len(words) > 3 and words[0].text == "for" and words[2].text == "in":
            self._lists_from(words[1].text, [word.text for word in words[3:]])
            return
        if len(self.variables) < VARIABLE_LIMIT:
            self.variables.update({name: word.text[:VALUE_LIMIT] for name, word in assigned.items()})
        if words or assigned:
            yield ShellCommand(tuple(words), line, assigned)

    def _lists_from(self, name: str, items: list[str]) -> None:
        array = re.fullmatch(r"\$\{(\w+)\[[@*]\]\}", items[0]) if len(items) == 1 else None
        found = self._lists.get(array[1], []) if array else items
        self._lists[name] = [item for item in found if item][:LOOP_LIMIT]


def _words(text: str, first_line: int) -> Iterator[tuple[int, str | None]]:
    """The words of a text as they are written, each with its line; None where a command ends."""
    line, position = first_line, 0
    until: list[str] = []
    begins: int | None = None
    word_line = first_line
    while match := _TOKEN.match(text, position):
        piece, position = match[0], match.end()
        if match.lastgroup in _JOINED and piece != "\\\n":
            if begins is None:
                begins, word_line = match.start(), line
        elif begins is not None:
            yield word_line, text[begins : match.start()]
            begins = None
        heredoc = _HEREDOC.match(text, match.start()) if match.lastgroup == "redirect" else None
        if heredoc:
            until.append(heredoc[2])
            position = heredoc.end()
        line += piece.count("\n")
        if match.lastgroup == "end":
            yield line, None
        if piece == "\n":
            position, skipped = _after_heredoc(text, position, until)
            line += skipped
            until = []
    if begins is not None:
        yield word_line, text[begins:]


def _after_heredoc(text: str, position: int, ends: list[str]) -> tuple[int, int]:
    """Where the text goes on behind its here-documents, and how many lines they have."""
    start = position
    for end in ends:
        match = re.compile(rf"^\s*{re.escape(end)}\s*$\n?", re.MULTILINE).search(text, position)
        position = match.end() if match else len(text)
    return position, text.count("\n", start, position)
