"""Whether the collections of an SPDX 3.0.1 document are whole: the constraints that its SHACL model does not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mlgraph_queries.validation_violations import Violation

_DOCUMENT = "SpdxDocument"


def collection_violations(elements: Sequence[tuple[str, dict[str, object]]]) -> Iterator[Violation]:
    """More than one SpdxDocument, and collections without a root or that hold an SpdxDocument.

    SPDX 3.0.1, Core/SpdxDocument, "Description", and Core/ElementCollection, "Constraints".
    """
    documents = [(place, element.get("spdxId")) for place, element in elements if element.get("type") == _DOCUMENT]
    for place, _ in documents[1:]:
        yield Violation(place, "is a second SpdxDocument; a file holds at most one")
    ids = {id_ for _, id_ in documents if isinstance(id_, str)}
    for place, element in elements:
        members = {field: _strings(element.get(field)) for field in ("element", "rootElement")}
        if members["element"] and not element.get("rootElement"):
            yield Violation(place, "has elements, but no rootElement")
        for field, found in members.items():
            if ids.intersection(found):
                yield Violation(f"{place}/{field}", "holds an SpdxDocument, which no collection may")


def _strings(value: object) -> list[str]:
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)]
