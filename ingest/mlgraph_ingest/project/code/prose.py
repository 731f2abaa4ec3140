"""The text of a Python file without what is no code: comments and texts."""

from __future__ import annotations

import re

_TRIPLE = ('"""', "'''")
_PROSE = re.compile(
    r"#[^\n]*"
    r"|\"(?:\"\"[^\"\\]*(?:(?:\\.|\"(?!\"\"))[^\"\\]*)*\"\"\"|[^\"\\\n]*(?:\\.[^\"\\\n]*)*\")"
    r"|'(?:''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''|[^'\\\n]*(?:\\.[^'\\\n]*)*')",
    re.DOTALL,
)
"""Comments and texts, each from its beginning, so that neither is looked for within the other."""


def without_prose(text: str, *, keeps_lines: bool = True) -> str:
    """A Python file without its comments and the texts in three quotes; f-strings hold code, and stay.

    Without `keeps_lines` the texts of one line are left out, too.

    >>> without_prose("x = f(1)  # one"), without_prose("x = f('one')", keeps_lines=False)
    ('x = f(1)  ', 'x = f()')
    """
    kept: list[str] = []
    at = 0
    for found in _PROSE.finditer(text):
        start = found.start()
        if text[start] != "#":
            if _is_formatted(text, start):
                quoted = found[0]
                if quoted.count("{") != quoted.count("}"):
                    return text  # an f-string that holds its own quotes (PEP 701): where it ends is not told this way
                continue
            if keeps_lines and not text.startswith(_TRIPLE, start):
                continue
        kept.append(text[at:start])
        at = found.end()
    return "".join((*kept, text[at:]))


def _is_formatted(text: str, start: int) -> bool:
    """Whether what begins with a quote is an f-string, by the letters before it."""
    before = text[max(start - 2, 0) : start].lower()
    return before.endswith("f") or before == "fr"
