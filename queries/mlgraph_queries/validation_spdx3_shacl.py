"""Whether an SPDX 3.0.1 document obeys the official SHACL model, which the user brings: no library ships it."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mlgraph.model.errors import FormatError, UsageError
from mlgraph_queries.validation_spdx3_graph import graph_of, node_of
from mlgraph_queries.validation_spdx3_references import imported
from mlgraph_queries.validation_spdx3_terms import terms_of
from mlgraph_queries.validation_violations import Violation

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

_MAX_TEXT = 300
_Elements = Sequence[tuple[str, dict[str, object]]]


def shacl_violations(elements: _Elements, model: bytes) -> Iterator[Violation]:
    """What the model, as Turtle, finds wrong with the elements of a document.

    That what is imported from other documents has no class here is no fault. Raises UsageError where the packages for
    it are not installed, FormatError where the model is none.
    """
    try:
        import pyshacl
        import rdflib
    except ImportError as error:
        text = "checking against a SHACL model needs pyshacl and rdflib: pip install 'mlgraph[shacl]'"
        raise UsageError(text) from error

    logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # its warnings repeat what the report says
    shapes = rdflib.Graph()
    try:
        shapes.parse(data=model, format="turtle")
    except (SyntaxError, ValueError, RecursionError) as error:
        raise FormatError(f"the SHACL model that was given is no Turtle: {str(error)[:120]}") from error
    data = graph_of((element for _, element in elements), terms_of(shapes))
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, ont_graph=shapes)
    yield from _told(report, elements)


def _told(report: Graph, elements: _Elements) -> Iterator[Violation]:
    from rdflib.namespace import RDF, SH

    places = {node_of(str(e.get("spdxId", e.get("@id")))): place for place, e in elements}
    elsewhere = {node_of(id_) for id_ in imported(elements)}
    for result in report.subjects(RDF.type, SH.ValidationResult):
        is_of_class = report.value(result, SH.sourceConstraintComponent) == SH.ClassConstraintComponent
        if is_of_class and report.value(result, SH.value) in elsewhere:
            continue
        field = _name(report.value(result, SH.resultPath))
        message = " ".join(str(report.value(result, SH.resultMessage)).split())
        focus = report.value(result, SH.focusNode)
        place = places.get(focus, "#") if focus is not None else "#"
        yield Violation(place, f"{field}: {message[:_MAX_TEXT]} (SHACL)")


def _name(path: Node | None) -> str:
    return str(path).rpartition("/")[2] if path is not None else "the element"
