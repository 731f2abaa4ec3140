"""A document in CycloneDX XML: the same as its JSON says, in the shape that the XML schema demands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from lxml import etree

from mlgraph.model.assertions import JsonValue
from mlgraph.model.errors import FormatError
from mlgraph_queries.cyclonedx_xml import NAMESPACE, Shape, xml_schema

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, in no spelling (section 2.2, Characters)."""
_TEXTS = frozenset({"content", "value", "expression"})
"""What the JSON calls the text of an element that has attributes besides: of a hash, a property, a license."""
_UNNAMED = "dataset"
"""The alternative of a list whose items the JSON does not name: a dataset that a model card tells of in place."""
_SPELLED = {"contentType": "content-type", "dependsOn": "dependency", "response": "responses"}


def xml_text(document: Mapping[str, JsonValue]) -> bytes:
    r"""A CycloneDX JSON document as XML, in UTF-8, indented by two.

    What is different: XML has no empty `dependsOn` (that nothing is required is told by the compositions alone), and a
    control character is written as its escape, `\u001b`. Citations point by the pointers of the JSON, which the standard
    asks of all its formats (schema 1.7, citation.pointers).

    Raises FormatError for a field that has no place in the XML of that version.
    """
    version = str(document["specVersion"])
    root = etree.fromstring(f'<bom xmlns="{NAMESPACE}{version}"/>')
    rest = {name: value for name, value in document.items() if name not in {"$schema", "bomFormat", "specVersion"}}
    _Writer(NAMESPACE + version).fill(root, rest, xml_schema(version).document)
    etree.indent(root, space="  ")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


class _Writer:
    """Fills the elements of one namespace."""

    def __init__(self, namespace: str) -> None:
        self._namespace = namespace

    def fill(self, element: etree._Element, value: JsonValue, shape: Shape) -> None:
        """Put a value into an element."""
        if isinstance(value, dict):
            self._fields(element, value, shape)
        elif isinstance(value, list):
            for item in value:
                self._item(element, item, shape)
        elif shape.is_reference:
            element.set("ref", _text(value))
        else:
            element.text = _text(value)

    def _fields(self, element: etree._Element, fields: Mapping[str, JsonValue], shape: Shape) -> None:
        order = {name: position for position, name in enumerate(shape.declared)}
        children: list[tuple[str, JsonValue]] = []
        for name, value in (_in_xml(name, value) for name, value in fields.items()):
            if name in shape.attributes:
                element.set(name, _text(value))
            elif name in order:
                children.append((name, value))
            elif name in _TEXTS and not order:
                element.text = _text(value)
            else:
                raise FormatError(
                    f"{name!r} has no place in the element {etree.QName(element).localname!r} of this XML"
                )
        for name, value in sorted(children, key=lambda child: order[child[0]]):
            self._child(element, name, value, shape)

    def _child(self, element: etree._Element, name: str, value: JsonValue, shape: Shape) -> None:
        inner = shape.children[name]
        if isinstance(value, list) and name == "dependency":
            for item in value:
                self.fill(self._below(element, name), {"ref": item}, inner)
        elif isinstance(value, list) and name in shape.repeated and not _is_wrapped(value, inner):
            for item in value:
                self.fill(self._below(element, name), item, inner)
        elif value != []:
            self.fill(self._below(element, name), value, inner)

    def _item(self, element: etree._Element, item: JsonValue, shape: Shape) -> None:
        if shape.item is not None:
            is_named = isinstance(item, dict) and item.keys() == {shape.item}
            inner = item[shape.item] if isinstance(item, dict) and is_named else item
            self.fill(self._below(element, shape.item), inner, shape.children[shape.item])
        elif isinstance(item, dict):
            name = next((name for name in shape.declared if name in item), _UNNAMED)
            value: JsonValue = item if name in {"expression", _UNNAMED} else item[name]
            self.fill(self._below(element, name), value, shape.children[name])

    def _below(self, element: etree._Element, name: str) -> etree._Element:
        return etree.SubElement(element, f"{{{self._namespace}}}{name}")


def _in_xml(name: str, value: JsonValue) -> tuple[str, JsonValue]:
    """A field as XML has it, where that is not the same."""
    return _SPELLED.get(name, name), value


def _is_wrapped(value: list[JsonValue], inner: Shape) -> bool:
    """Whether a list is one element with its items inside, though the schema lets that element stand several times."""
    return inner.item is not None and not any(isinstance(item, dict) and inner.item in item for item in value)


def _text(value: JsonValue) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")  # xs:decimal knows no exponent
    return _ILLEGAL.sub(lambda found: f"\\u{ord(found[0]):04x}", str(value))
