"""The passages of a folder of Markdown documents."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Passage:
    """A paragraph, and the document that it stands in."""

    document: str
    text: str


def read_passages(folder: Path) -> list[Passage]:
    """The paragraphs of all documents, in the order of their names; headings stay with what follows."""
    passages = []
    for path in sorted(folder.glob("*.md")):
        heading = ""
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            block = block.strip()
            if block.startswith("#"):
                heading = block.lstrip("# ")
            elif block:
                passages.append(Passage(path.name, f"{heading}: {block}" if heading else block))
    return passages
