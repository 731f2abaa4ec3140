"""Whether every id in an SPDX 3.0.1 document is given once, and every reference names an element of the right class."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from mlgraph_queries.validation_references import walk
from mlgraph_queries.validation_spdx3_model import load
from mlgraph_queries.validation_violations import Violation, pointer, quoted

if TYPE_CHECKING:
    from spdx_python_model.bindings.v3_0_1 import SHACLObject, SHACLObjectSet

_Elements = Sequence[tuple[str, dict[str, object]]]
_IDS = ("spdxId", "@id")


def reference_violations(context: object, elements: _Elements, whole: SHACLObjectSet | None) -> Iterator[Violation]:
    """Ids given twice, references to nothing and to things of a wrong class.

    `whole` is the document as linked objects; None: it is not sound, so that its elements are linked one by one. What an
    SpdxDocument imports (its ExternalMaps) is elsewhere, and cannot be looked up here.
    """
    yield from _twice(elements)
    if whole is not None:
        missing = set(whole.missing_ids)
    else:
        missing = yield from _linked(context, elements)
    missing -= imported(elements) | _named() | {id_ for _, element in elements for id_ in _ids(element)}
    for place, element in elements if missing else ():
        for path, value in walk(element):
            if isinstance(value, str) and value in missing and path[-1] not in _IDS:
                yield Violation(place + pointer(path)[1:], f"{quoted(value)} names nothing in this document")


def _twice(elements: _Elements) -> Iterator[Violation]:
    seen: dict[str, str] = {}
    for place, element in elements:
        for path, value in walk(element):
            if path[-1:] and path[-1] in _IDS and isinstance(value, str):
                here = place + pointer(path)[1:]
                first = seen.setdefault(value, here)
                if first != here:
                    yield Violation(here, f"{quoted(value)} is already given at {first}")


def _linked(context: object, elements: _Elements) -> Generator[Violation, None, set[str]]:
    """Look up what each element refers to among all, without following it further; what is nowhere."""
    from spdx_python_model.bindings.v3_0_1 import SHACLObjectSet

    known = [(place, element, each) for place, element in elements for each in _objects(context, element)]
    index = SHACLObjectSet()
    index.obj_by_id.update((str(element.get("spdxId", element.get("@id"))), each) for _, element, each in known)
    done = {each for _, _, each in known}
    missing: set[str] = set()
    for place, _, each in known:
        done.discard(each)
        try:
            each.link_helper(index, missing, done)
        except TypeError as error:
            yield Violation(place, f"refers to an element of a wrong class: {error}")
        done.add(each)
    return missing


def _objects(context: object, element: dict[str, object]) -> Iterable[SHACLObject]:
    """One element as an object of the library; nothing where it is none."""
    objects, _ = load(context, [element])
    return objects.objects if objects is not None else ()


def _ids(element: dict[str, object]) -> Iterator[str]:
    for path, value in walk(element):
        if path[-1:] and path[-1] in _IDS and isinstance(value, str):
            yield value


def imported(elements: _Elements) -> set[str]:
    """The ids that the document says are defined in others."""
    found = set()
    for _, element in elements:
        imports = element.get("import")
        for entry in imports if isinstance(imports, list) else [imports]:
            if isinstance(entry, dict) and isinstance(entry.get("externalSpdxId"), str):
                found.add(entry["externalSpdxId"])
    return found


@cache
def _named() -> frozenset[str]:
    """The individuals that the standard itself defines, NoAssertionElement and the like."""
    from spdx_python_model.bindings.v3_0_1 import SHACLObject

    return frozenset(iri for class_ in SHACLObject.CLASSES.values() for iri in class_.NAMED_INDIVIDUALS.values())
