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
    failed: tuple[tuple[str, tuple[str, ...]], ...]
    """(why, the documents that could not be read for it), the most frequent first."""
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
    body = SourcesBody(readers, _failed(material), absence)
    return Section("sources", "What was read", counted(len(documents), absence), body)


def _failed(material: Material) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The documents that could not be read, brought together where the reason is the same but for their names."""
    groups: dict[str, list[str]] = {}
    for problem in material.inventory.failed:
        title = material.paths.place(problem.where)
        groups.setdefault(material.paths.sentence(problem.text.replace(problem.where, "it")), []).append(title)
    return tuple(
        (why, tuple(titles)) for why, titles in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    )
