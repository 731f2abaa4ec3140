"""Text as an SPDX document says it."""

from __future__ import annotations

from mlgraph.bom.text import legal


def said(text: str) -> str:
    """A text that is legal UTF-8 and has no credentials in its URLs."""
    return str(legal(text))


def line(text: str) -> str:
    r"""A text in one line of a remark: whatever would break or hide it is written as its escape, `\n`."""
    legal_text = said(text)
    if legal_text.isprintable():
        return legal_text
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in legal_text)
