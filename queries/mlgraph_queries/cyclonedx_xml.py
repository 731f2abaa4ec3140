"""The shape that CycloneDX XML has by its official schema: what is an attribute, what a child, and in which order.

The two formats of the standard say the same in two shapes. Their schema is where both writing and reading look up
how a field of the JSON stands in XML, so that no table of fields has to be kept here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files

from lxml import etree

NAMESPACE = "http://cyclonedx.org/schema/bom/"
"""What the XML namespace of every version begins with; the version follows."""
_XS = "{http://www.w3.org/2001/XMLSchema}"


@dataclass(frozen=True)
class Shape:
    """What may stand in an element."""

    schema: XmlSchema = field(repr=False)
    attributes: frozenset[str]
    declared: dict[str, etree._Element] = field(repr=False)
    """The declaration of each child by its name, in the order that the schema demands."""

    @cached_property
    def children(self) -> dict[str, Shape]:
        """The shape of each child by its name, in order."""
        return {name: self.schema.shape_of(declaration) for name, declaration in self.declared.items()}

    @cached_property
    def item(self) -> str | None:
        """The name of the only child that there may be; an element of such a shape is a list in JSON."""
        return next(iter(self.declared)) if len(self.declared) == 1 and not self.attributes else None

    @cached_property
    def repeated(self) -> frozenset[str]:
        """Names of the children that may stand several times, side by side."""
        return frozenset(name for name, child in self.declared.items() if child.get("maxOccurs") == "unbounded")

    @property
    def is_reference(self) -> bool:
        """Whether an element is nothing but a reference, which is a text in JSON."""
        return self.attributes == {"ref"} and not self.declared


class XmlSchema:
    """The official XML schema of one version of the standard, as it comes with cyclonedx-python-lib."""

    def __init__(self, version: str) -> None:
        self._root = etree.parse(schema_path(version), etree.XMLParser(no_network=True)).getroot()
        self._named = {(str(node.tag), node.get("name")): node for node in self._root if node.get("name")}
        self._shapes: dict[etree._Element, Shape] = {}

    @cached_property
    def document(self) -> Shape:
        """The shape of the root element, `bom`."""
        return self.shape_of(self._named[_XS + "element", "bom"])

    def shape_of(self, declaration: etree._Element) -> Shape:
        """The shape of an element that the schema declares."""
        definition = declaration.find(_XS + "complexType")
        if definition is None:
            definition = self._complex(declaration.get("type"))
        if definition is None:
            return Shape(self, frozenset(), {})
        if definition not in self._shapes:
            attributes: set[str] = set()
            declared: dict[str, etree._Element] = {}
            self._collect(definition, attributes, declared)
            self._shapes[definition] = Shape(self, frozenset(attributes), declared)
        return self._shapes[definition]

    def _complex(self, name: str | None) -> etree._Element | None:
        return self._named.get((_XS + "complexType", (name or "").rpartition(":")[2]))

    def _collect(self, node: etree._Element, attributes: set[str], declared: dict[str, etree._Element]) -> None:
        """Add what a part of a definition declares for the element itself, not for what is in its children."""
        for part in node:
            name = part.get("name") or (part.get("ref") or "").rpartition(":")[2]
            if part.tag == _XS + "element":
                declared.setdefault(name, self._named[_XS + "element", name] if part.get("ref") else part)
            elif part.tag == _XS + "attribute":
                attributes.add(name)
            elif part.tag in {_XS + "attributeGroup", _XS + "group"}:
                self._collect(self._named[str(part.tag), name], attributes, declared)
            elif part.tag != _XS + "annotation":
                base = self._complex(part.get("base"))
                if base is not None:
                    self._collect(base, attributes, declared)
                self._collect(part, attributes, declared)


@cache
def xml_schema(version: str) -> XmlSchema:
    """The schema of a version, read once."""
    return XmlSchema(version)


def schema_path(version: str) -> str:
    """Where the official schema of a version is on this machine."""
    return str(files("cyclonedx") / "schema" / "_res" / f"bom-{version}.SNAPSHOT.xsd")
