"""What was read: every document that the report rests on, by the reader that read it."""

from __future__ import annotations

from dataclasses import dataclass

from mlgraph.report.sections.section import Absence, Material, Section, counted


@dataclass(frozen=True, slots=True)
class Reader:
    """The documents that one reader read."""

    name: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourcesBody:
    """What the template of this chapter shows."""

    readers: tuple[Reader, ...]
    absence: Absence | None


def sources(material: Material) -> Section:
    """Which documents were read."""
    documents = material.inventory.documents
    by_reader: dict[str, list[str]] = {}
    for title, reader in documents:
        shown = "the list of files" if title == "." else material.paths.place(title)
        by_reader.setdefault(reader, []).append(shown)
    readers = tuple(Reader(name, tuple(titles)) for name, titles in sorted(by_reader.items()))
    absence = None if readers else Absence(is_known=True, text="Nothing: no document of the project was read.")
    return Section("sources", "What was read", counted(len(documents), absence), SourcesBody(readers, absence))
