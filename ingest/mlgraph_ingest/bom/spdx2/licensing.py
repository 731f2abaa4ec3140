"""What a package or a file says of its license, in all the fields that speak of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mlgraph_ingest.bom.fields import Fields
from mlgraph_ingest.bom.things import Said, StatedLicense
from mlgraph_ontology.kinds import PropertyKind

NO_ASSERTION = "NOASSERTION"


def licenses(fields: Fields, found_in: Iterable[str]) -> tuple[StatedLicense, ...]:
    """The licenses that are declared, that are concluded and, from the fields of those names, that were found in files.

    NOASSERTION says nothing; NONE says that there is none, and stays as it is (SPDX 2.3 clauses 7.13 and 7.15).
    """
    return tuple(dict.fromkeys(_licenses(fields, found_in)))


def _licenses(fields: Fields, found_in: Iterable[str]) -> Iterator[StatedLicense]:
    for name, acknowledgement in (("licenseDeclared", "declared"), ("licenseConcluded", "concluded")):
        text = said(fields, name)
        if text is not None:
            yield StatedLicense(text, acknowledgement)
    for name in found_in:
        for text in fields.texts(name):
            if text.strip() != NO_ASSERTION:
                yield StatedLicense(text.strip())


def copyrights(fields: Fields) -> list[Said]:
    """The notice of copyright, where one is given."""
    text = said(fields, "copyrightText")
    return [] if text is None else [Said(PropertyKind.COPYRIGHT, text)]


def said(fields: Fields, name: str) -> str | None:
    """A text that is more than the statement that nothing is stated."""
    text = fields.text(name)
    return None if text is None or text.strip() == NO_ASSERTION else text.strip()
