"""Whether the elements of an SPDX 3.0.1 document obey the classes that are generated from the standard's SHACL model."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from mlgraph_queries.validation_violations import Violation, pointer

if TYPE_CHECKING:
    from spdx_python_model.bindings.v3_0_1 import SHACLObjectSet

CONTEXT = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"
"""What a document of SPDX 3.0.1 names as its context; nothing is fetched from there."""
_FAULTS = (AttributeError, KeyError, NotImplementedError, RecursionError, TypeError, ValueError)
"""What the library raises on elements that are none; a nesting that it cannot follow is no element either."""
_IDS = ("type", "@type", "spdxId", "@id")
_TERMS = "https://spdx.org/rdf/3.0.1/terms/"
_MAX_TEXT = 300

_Elements = Sequence[tuple[str, dict[str, object]]]


def load(context: object, elements: Sequence[Mapping[str, object]]) -> tuple[SHACLObjectSet | None, str]:
    """Elements as linked objects of the library, or None and the first thing that is wrong with them.

    What is mandatory is only missed when they are written, so that they are.
    """
    from spdx_python_model.bindings.v3_0_1 import JSONLDDeserializer, JSONLDSerializer, SHACLObjectSet

    objects = SHACLObjectSet()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # a deprecated property is legal
            JSONLDDeserializer().deserialize_data({"@context": context, "@graph": list(elements)}, objects)
            JSONLDSerializer().serialize_data(objects, force_at_graph=True)
    except _FAULTS as error:
        return None, _told(error)
    return objects, ""


def element_violations(context: object, elements: _Elements) -> Iterator[Violation]:
    """Unknown classes and properties, values of a wrong type or outside their vocabulary, what is mandatory and missing.

    Each element is looked at by itself, so that every one that is wrong is told.
    """
    for place, element in elements:
        objects, text = load(context, [element])
        if objects is None and not _is_class(element.get("type", element.get("@type"))):
            yield Violation(place, "has no type, or one that is no class of SPDX 3.0.1")
        elif objects is None:
            yield from _properties(context, place, element, text)


def _is_class(name: object) -> bool:
    """Whether a type is one of the standard, or an IRI, which names one of an extension."""
    from spdx_python_model.bindings.v3_0_1 import SHACLObject

    return isinstance(name, str) and (name in SHACLObject.CLASSES or ":" in name)


def _properties(context: object, place: str, element: dict[str, object], text: str) -> Iterator[Violation]:
    """The properties of an element that are wrong by themselves; the element, where none is or where its id is."""
    identity = {name: element[name] for name in _IDS if name in element}
    _, plain = load(context, [identity])
    found = False
    for name, value in element.items():
        if name not in _IDS and not _is_of_identity(plain):
            _, said = load(context, [{**identity, name: value}])
            if said not in {"", plain} and not _is_of_absence(said):
                found = True
                yield Violation(place + pointer((name,))[1:], said)
    if not found:
        yield Violation(place, text)


def _is_of_absence(text: str) -> bool:
    return text.endswith("is required")


def _is_of_identity(text: str) -> bool:
    """Whether an element is wrong even without its properties, and not only for the lack of them."""
    return bool(text) and not _is_of_absence(text)


def _told(error: BaseException) -> str:
    """The library's words in one line, without addresses in memory and with the short names of the standard."""
    if isinstance(error, RecursionError):
        return "is nested too deeply"
    text = str(error.args[0]) if error.args else type(error).__name__
    text = re.sub(r" \(\d+\)| \(currently .*\)$|\. Got NoneType$", "", text).replace(_TERMS, "")
    line = " ".join(text.split())
    return line if len(line) <= _MAX_TEXT else line[:_MAX_TEXT] + "..."
