"""The nodes of an RDF/XML document, with their properties, however they are nested (RDF 1.1 XML Syntax)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from lxml import etree

from mlgraph_ingest.bom.xml_document import line_of

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_BY_TYPE = f"{{{_RDF}}}Description"


@dataclass(frozen=True, slots=True)
class Ref:
    """That a value is a node, by its name."""

    name: str


Value: TypeAlias = "str | Ref"


@dataclass(slots=True)
class Node:
    """A thing that the document speaks of."""

    name: str
    """Its URI; of one that has none a name of the form `_:...`."""
    line: int
    type: str = ""
    """Local name of its class."""
    said: dict[str, list[Value]] = field(default_factory=dict)
    """Local name of a property -> its values, in the order of the document."""

    def values(self, name: str) -> list[Value]:
        """The values of a property."""
        return self.said.get(name, [])


class Nodes:
    """All nodes of a document; what it says of one in several places is brought together."""

    def __init__(self, root: etree._Element) -> None:
        self._nodes: dict[str, Node] = {}
        self._unnamed = 0
        is_list = root.tag == f"{{{_RDF}}}RDF"
        for element in root if is_list else [root]:
            self._node(element)

    def __iter__(self) -> Iterator[Node]:
        """All nodes, in the order in which they were met."""
        return iter(self._nodes.values())

    def get(self, name: str) -> Node | None:
        """A node by its name; None where the document says nothing of it."""
        return self._nodes.get(name)

    def _node(self, element: etree._Element) -> Ref:
        name = self._name(element)
        node = self._nodes.setdefault(name, Node(name, line_of(element)))
        if element.tag != _BY_TYPE:
            node.type = node.type or _local(element)
            node.line = line_of(element) or node.line
        for key, value in element.attrib.items():
            if not str(key).startswith(f"{{{_RDF}}}") and not str(key).startswith("{http://www.w3.org/XML"):
                node.said.setdefault(etree.QName(key).localname, []).append(str(value))
        self._properties(node, element)
        return Ref(name)

    def _properties(self, node: Node, element: etree._Element) -> None:
        for child in element:
            value = self._value(child)
            if child.tag == f"{{{_RDF}}}type" and isinstance(value, Ref):
                node.type = node.type or value.name.rpartition("#")[2]
            elif value not in node.values(_local(child)):
                node.said.setdefault(_local(child), []).append(value)

    def _value(self, element: etree._Element) -> Value:
        resource, blank = element.get(f"{{{_RDF}}}resource"), element.get(f"{{{_RDF}}}nodeID")
        if resource is not None:
            return Ref(resource)
        if blank is not None:
            return Ref(f"_:{blank}")
        if element.get(f"{{{_RDF}}}parseType") == "Resource":
            self._unnamed += 1
            node = Node(f"_:unnamed {self._unnamed}", line_of(element))
            self._nodes[node.name] = node
            self._properties(node, element)
            return Ref(node.name)
        if len(element):
            return self._node(element[0])
        return element.text or ""

    def _name(self, element: etree._Element) -> str:
        about, blank, own = (element.get(f"{{{_RDF}}}{name}") for name in ("about", "nodeID", "ID"))
        if about is not None:
            return about
        if blank is not None:
            return f"_:{blank}"
        if own is not None:
            return f"#{own}"
        self._unnamed += 1
        return f"_:unnamed {self._unnamed}"


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname
