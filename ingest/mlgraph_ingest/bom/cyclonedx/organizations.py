"""Who is named as behind something: organizations by name; people are counted and not kept."""

from __future__ import annotations

from mlgraph_ingest.bom.fields import Fields
from mlgraph_ingest.bom.raw import counted
from mlgraph_ingest.bom.things import Organization, Said

_HUB = "https://huggingface.co/"
"""Whose accounts are organizations by their page."""
_ROLES = ("supplier", "manufacturer", "manufacture")


def organizations(said: Fields) -> tuple[list[Organization], list[Said]]:
    """The organizations that a component or the metadata name, and how many people."""
    found: list[Organization] = []
    people: list[Said] = []
    for name in _ROLES:
        inner = said.table(name)
        if inner is not None:
            role = "manufacturer" if name == "manufacture" else name
            found.extend(organization(inner, role, people))
    publisher = said.text("publisher")
    if publisher is not None:
        if "@" in publisher:  # a mailbox is a person's, or a list that people answer
            people.append(counted("publisher", 1))
        else:
            found.append(Organization(publisher, "publisher"))
    if said.text("author") is not None:
        people.append(counted("author", 1))
    authors = said.raw("authors")
    if authors:
        people.append(counted("authors", len(authors) if isinstance(authors, list) else 1))
    return found, people


def organization(said: Fields, role: str, people: list[Said]) -> list[Organization]:
    """One organizational entity, none where it has no name; its contacts are counted."""
    name = said.text("name")
    contacts = said.raw("contact")
    if contacts:
        count = len(contacts) if isinstance(contacts, list) else 1
        people.append(counted(f"{said.path}/contact" if said.path else "contact", count))
    if name is None:
        return []
    match said.peek("url"):
        case [str() as url] if url.startswith(_HUB):
            said.raw("url")
            return [Organization(name, role, url)]
        case _:
            return [Organization(name, role)]
