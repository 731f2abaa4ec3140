"""The terms of SPDX 3.0.1 as its SHACL model defines them, by the names that JSON-LD documents use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mlgraph.model.errors import FormatError

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node, URIRef

_TERMS = "https://spdx.org/rdf/3.0.1/terms/"
_PLAIN = "Core"
"""The profile whose names have no prefix in JSON-LD."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a name in a document stands for."""

    classes: dict[str, URIRef]
    individuals: dict[str, URIRef]
    properties: dict[str, URIRef] = field(default_factory=dict)
    datatypes: dict[str, URIRef] = field(default_factory=dict)
    """Property -> the datatype of its values, where they are literals."""
    vocabularies: dict[str, dict[str, URIRef]] = field(default_factory=dict)
    """Property -> its values by name, where they are a closed list."""


def terms_of(model: Graph) -> Terms:
    """The terms of a SHACL model. Raises FormatError where it is not that of SPDX 3.0.1."""
    from rdflib.namespace import OWL, RDF, SH
    from rdflib.term import URIRef

    terms = Terms(
        {name: URIRef(str(iri)) for iri in model.subjects(RDF.type, OWL.Class) for name in _names(iri)},
        {name: URIRef(str(iri)) for iri in model.subjects(RDF.type, OWL.NamedIndividual) for name in _names(iri)},
    )
    for shape in set(model.objects(None, SH.property)):
        path = model.value(shape, SH.path)
        for name in _names(path):
            terms.properties[name] = URIRef(str(path))
            datatype = model.value(shape, SH.datatype)
            if datatype is not None:
                terms.datatypes[name] = URIRef(str(datatype))
            listed = model.value(shape, SH["in"])
            if listed is not None:
                values = (URIRef(str(value)) for value in model.items(listed))
                terms.vocabularies[name] = {value.rpartition("/")[2]: value for value in values}
    if "SpdxDocument" not in terms.classes or "spdxId" in terms.properties:
        raise FormatError("the SHACL model that was given is not that of SPDX 3.0.1 (spdx-model.ttl)")
    return terms


def _names(iri: Node | None) -> Iterator[str]:
    """`Core/Element` is `Element`, `AI/AIPackage` is `ai_AIPackage`; values of vocabularies have no name of their own."""
    text = str(iri)
    if iri is None or not text.startswith(_TERMS):
        return
    profile, _, name = text.removeprefix(_TERMS).partition("/")
    if name and "/" not in name:
        yield name if profile == _PLAIN else f"{profile.lower()}_{name}"
