"""A CycloneDX XML document in the shape of its JSON, so that one set of checks serves both."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from lxml import etree

from mlgraph_queries.cyclonedx_xml import Shape, xml_schema

_Path: TypeAlias = "tuple[str | int, ...]"
_TEXT_OF = {"property": "value", "expression": "expression"}
"""What the JSON calls the text of an element that has attributes besides; of all others `content`."""
_REFERRING = {"dependency": "dependsOn", "provides": "provides"}
"""Elements in an entry of the dependencies, of which several may stand side by side -> the list of JSON."""
_OF_CARD = {"ref", "dataset"}
"""What may stand in the datasets of a model card, in any order."""
_SPELLED = {"content-type": "contentType"}


class Reading:
    """A document as its JSON would say it, all values as texts, and where in the XML each of them stands.

    What the schema of its version does not know is left out: the schema itself reports it.
    """

    def __init__(self, root: etree._Element, version: str) -> None:
        self._elements: dict[_Path, etree._Element] = {(): root}
        said = self._fields(root, xml_schema(version).document, ())
        self.document: dict[str, object] = {"bomFormat": "CycloneDX", "specVersion": version, **said}

    def place(self, path: Iterable[str | int]) -> str:
        """Where in the XML a value stands: `/bom/components/component[3]/purl (line 12)`."""
        steps = tuple(path)
        while steps not in self._elements:
            steps = steps[:-1]
        return place_of(self._elements[steps])

    def _value(self, element: etree._Element, shape: Shape, path: _Path) -> object:
        self._elements[path] = element
        if shape.is_reference:
            return element.get("ref", "")
        if etree.QName(element).localname == "licenses":
            return [self._license(child, shape, (*path, i)) for i, child in enumerate(_known(element, shape))]
        if shape.declared.keys() == _OF_CARD:
            return [self._dataset(child, shape, (*path, i)) for i, child in enumerate(_known(element, shape))]
        if shape.item is not None:
            inner = shape.children[shape.item]
            return [self._value(child, inner, (*path, i)) for i, child in enumerate(_known(element, shape))]
        if not shape.declared and not shape.attributes:
            return element.text or ""
        return self._fields(element, shape, path)

    def _fields(self, element: etree._Element, shape: Shape, path: _Path) -> dict[str, object]:
        name = etree.QName(element).localname
        found: dict[str, object] = {
            _SPELLED.get(key, key): value for key, value in element.attrib.items() if key in shape.attributes
        }
        for child in _known(element, shape):
            self._add(found, child, shape, path)
        if not shape.declared:
            found[_TEXT_OF.get(name, "content")] = element.text or ""
        return found

    def _add(self, found: dict[str, object], child: etree._Element, shape: Shape, path: _Path) -> None:
        """Add a child to the fields of its parent, to a list where there may be, or are, several."""
        tag = etree.QName(child).localname
        if tag not in shape.repeated and tag not in _REFERRING:
            found[tag] = self._value(child, shape.children[tag], (*path, tag))
            return
        name = _REFERRING.get(tag, tag)
        several = found.setdefault(name, [])
        if isinstance(several, list):
            inside = (*path, name, len(several))
            self._elements[inside] = child
            value = child.get("ref", "") if tag in _REFERRING else self._value(child, shape.children[tag], inside)
            several.extend(value if isinstance(value, list) else [value])

    def _dataset(self, child: etree._Element, shape: Shape, path: _Path) -> object:
        """A dataset of a model card: a reference, or all that is said of it."""
        name = etree.QName(child).localname
        inside = (*path, name) if name == "ref" else path
        value = self._value(child, shape.children[name], inside)
        return {name: value} if name == "ref" else value

    def _license(self, child: etree._Element, shape: Shape, path: _Path) -> dict[str, object]:
        name = etree.QName(child).localname
        if name == "expression":
            self._elements[path] = child
            return self._fields(child, shape.children[name], path)
        return {name: self._value(child, shape.children[name], (*path, name))}


def place_of(element: etree._Element) -> str:
    """Where an element is, readable: `/bom/components/component[3]/purl (line 12)`."""
    steps = [_step(step) for step in (element, *element.iterancestors())]
    return f"/{'/'.join(reversed(steps))} (line {element.sourceline})"


def _step(element: etree._Element) -> str:
    name = etree.QName(element).localname
    before = sum(1 for _ in element.itersiblings(element.tag, preceding=True))
    is_only = not before and next(element.itersiblings(element.tag), None) is None
    return name if is_only else f"{name}[{before + 1}]"


def _known(element: etree._Element, shape: Shape) -> list[etree._Element]:
    """The children that the schema declares, those of other namespaces left out."""
    space = etree.QName(element).namespace
    return [
        child
        for child in element
        if etree.QName(child).namespace == space and etree.QName(child).localname in shape.declared
    ]
