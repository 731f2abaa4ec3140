"""A CycloneDX document in XML, read as it streams by."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from mlgraph.model.document_type import refuse_document_type
from mlgraph.model.errors import FormatError
from mlgraph.model.json_depth import MAX_DEPTH
from mlgraph_ingest.bom.content import Content
from mlgraph_ingest.bom.cyclonedx.sections import ONE_BY_ONE, Section, things
from mlgraph_ingest.bom.cyclonedx.xml_values import NAMESPACE, Converter, local_name, named, qualified
from mlgraph_ingest.bom.things import Thing
from mlgraph_ingest.bom.xml_document import broken

_ROOT, _CHAPTER, _ITEM = 1, 2, 3
"""Levels of elements that are handed over."""
_DIGITS = 15


def read(content: Content) -> Iterator[Thing]:
    """What the document says; places are the JSON pointers of the same document in JSON.

    A document type is refused before anything of it is read, as entities come with it. Raises FormatError, with the line,
    where it is no XML or nested deeper than the limit.
    """
    refuse_document_type(content.data, content.shown)
    return things(_sections(content))


def _sections(content: Content) -> Iterator[Section]:
    events = etree.iterparse(
        BytesIO(content.data),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        yield from _met(events, content.shown)
    except etree.XMLSyntaxError as error:
        raise broken(error, content.shown) from error


def _met(events: etree.iterparse[tuple[str, etree._Element]], shown: str) -> Iterator[Section]:
    converter, depth, index, chapter = Converter(), 0, 0, ""
    for event, element in events:
        if event == "start":
            depth += 1
            if depth > MAX_DEPTH:
                raise FormatError(f"{shown}:{element.sourceline}: nested deeper than the limit of {MAX_DEPTH} levels")
            if depth == _ROOT:
                yield from _root(element, shown)
            elif depth == _CHAPTER:
                chapter, index = local_name(element), 0
            continue
        depth -= 1
        is_list = chapter in ONE_BY_ONE
        if depth == _ITEM - 1 and is_list:
            yield from _item(element, converter, chapter, index)
            index += 1
            _let_go(element)
        elif depth == _CHAPTER - 1:
            yield from _chapter(element, converter, chapter, is_list=is_list)
            _let_go(element)


def _root(element: etree._Element, shown: str) -> Iterator[Section]:
    namespace, name = qualified(element)
    if name != "bom" or not namespace.startswith(NAMESPACE):
        raise FormatError(f"{shown}:{element.sourceline}: the element {str(element.tag)[:80]} where `bom` belongs")
    yield Section("specVersion", "#/specVersion", namespace.removeprefix(NAMESPACE))
    for key, value in named(element):
        is_number = key == "version" and value.isascii() and value.isdigit() and len(value) < _DIGITS
        yield Section(key, f"#/{key}", int(value) if is_number else value)


def _item(element: etree._Element, converter: Converter, chapter: str, index: int) -> Iterator[Section]:
    place = f"#/{chapter}/{index}"
    value = converter.value(element, chapter, place)
    if chapter == "dependencies" and isinstance(value, str):
        value = {"ref": value}
    yield Section(chapter, place, value)
    yield from (Section("", path, said) for path, said in converter.strays())


def _chapter(element: etree._Element, converter: Converter, chapter: str, *, is_list: bool) -> Iterator[Section]:
    place = f"#/{chapter}"
    if is_list:
        yield from (Section("", f"{place}/@{name}", value) for name, value in named(element))
        return
    yield Section(chapter, place, converter.value(element, "bom", place))
    yield from (Section("", path, said) for path, said in converter.strays())


def _let_go(element: etree._Element) -> None:
    """Forget an element that was read, so that a document of any size fits."""
    parent = element.getparent()
    element.clear()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
