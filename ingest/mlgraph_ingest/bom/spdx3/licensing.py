"""Licenses as elements: expressions, listed and custom licenses, and sets of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mlgraph_ingest.bom.spdx3.elements import Element
from mlgraph_ingest.bom.things import OfLicense, Said
from mlgraph_ontology.kinds import PropertyKind

_EXPRESSION = "simplelicensing_LicenseExpression"
_SETS = {
    "expandedlicensing_ConjunctiveLicenseSet": " AND ",
    "expandedlicensing_DisjunctiveLicenseSet": " OR ",
}
_LISTED = "spdx.org/licenses/"
_OWN = re.compile(r"LicenseRef-[A-Za-z0-9.-]+")
_MAX_DEPTH = 50


@dataclass(slots=True)
class Licenses:
    """The elements of a document that are licenses, and what they come to."""

    elements: dict[str, Element] = field(default_factory=dict)

    def note(self, element: Element) -> None:
        """Keep an element that is a license, or is a text of one."""
        if element.type.startswith(("simplelicensing_", "expandedlicensing_")):
            self.elements[element.id] = element

    def text(self, name: str, depth: int = 0) -> str | None:
        """The expression of a license, or its name or words where it has none; None where nothing is known of it."""
        element = self.elements.get(name)
        if element is None:
            return name.rpartition("/")[2] if _LISTED in name else None
        if depth >= _MAX_DEPTH:
            return None
        return self._of(element, depth + 1)

    def _of(self, element: Element, depth: int) -> str | None:
        if element.type == _EXPRESSION:
            return element.text("simplelicensing_licenseExpression")
        if element.type in _SETS:
            members = [self.text(each, depth) for each in element.texts("expandedlicensing_member")]
            known = [_grouped(text) for text in members if text is not None]
            return _SETS[element.type].join(known) if known and len(known) == len(members) else None
        if element.type == "expandedlicensing_WithAdditionOperator":
            names = ("expandedlicensing_subjectExtendableLicense", "expandedlicensing_subjectAddition")
            parts = [self.text(each, depth) for name in names for each in element.texts(name)[:1]]
            return " WITH ".join(part for part in parts if part) if all(parts) else None
        if element.type == "expandedlicensing_OrLaterOperator":
            whole = next((self.text(each, depth) for each in element.texts("expandedlicensing_subjectLicense")), None)
            return f"{whole}+" if whole else None
        return self._named(element)

    def _named(self, element: Element) -> str | None:
        if _LISTED in element.id:
            return element.id.rpartition("/")[2]
        own = self.own_name(element)
        return own or element.text("licenseId") or element.text("name") or element.text("simplelicensing_licenseText")

    def own_name(self, element: Element) -> str | None:
        """The `LicenseRef-` of a license that a document defines, where its id or its name is one."""
        for text in (element.id.rpartition("#")[2].rpartition("/")[2], element.text("name") or ""):
            if _OWN.fullmatch(text):
                return text
        return None

    def defined(self, element: Element) -> Iterator[OfLicense]:
        """What an element says of licenses that the document defines itself."""
        name = self.own_name(element) if element.type != _EXPRESSION else None
        if name is not None:
            yield from self._said(name, element, element.place)
        for name, target in _entries(element):
            if target in self.elements:
                yield from self._said(name, self.elements[target], element.place)

    def _said(self, name: str, element: Element, place: str) -> Iterator[OfLicense]:
        told = {
            PropertyKind.NAME: element.text("name"),
            PropertyKind.LICENSE_TEXT: element.text("simplelicensing_licenseText"),
            PropertyKind.DESCRIPTION: element.text("comment") or element.text("description"),
        }
        yield from (OfLicense(name, Said(kind, text, place)) for kind, text in told.items() if text)


def _entries(element: Element) -> Iterator[tuple[str, str]]:
    rows = element.said.get("simplelicensing_customIdToUri")
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and isinstance(row.get("key"), str) and isinstance(row.get("value"), str):
            yield row["key"], row["value"]


def _grouped(text: str) -> str:
    return f"({text})" if " AND " in text or " OR " in text else text
