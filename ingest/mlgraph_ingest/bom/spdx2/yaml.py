"""A document in YAML: the JSON form, in which every value is the text that is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mlgraph.model.errors import FormatError
from mlgraph_ingest.bom.content import Content
from mlgraph_ingest.bom.spdx2.document import things
from mlgraph_ingest.bom.spdx2.parts import Chapter, Context
from mlgraph_ingest.bom.spdx2.trees import parts_of, roots_of
from mlgraph_ingest.bom.things import Thing
from mlgraph_ingest.project.yaml_document import parse_yaml

_NUMBERS = frozenset({"offset", "lineNumber"})
_TRUTHS = {"true": True, "false": False}


def read(content: Content) -> Iterator[Thing]:
    """What the document says. Raises FormatError, with the line, where it is no YAML."""
    try:
        text = content.data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FormatError(f"{content.shown}: not UTF-8 at byte {error.start}") from error
    tree = {str(name): _typed(value, str(name)) for name, value in parse_yaml(text, content.shown).items()}
    yield from things(parts_of(tree, _place), Context(roots_of(tree)))


def _place(chapter: Chapter, index: int, said: Mapping[str, object]) -> str:
    del said
    return "#" if chapter is Chapter.DOCUMENT else f"#/{chapter}/{index}"


def _typed(value: object, name: str) -> object:
    """A value with the numbers and truth values that the JSON form has."""
    if isinstance(value, dict):
        return {str(key): _typed(item, str(key)) for key, item in value.items()}
    if isinstance(value, list):
        return [_typed(item, name) for item in value]
    if isinstance(value, str) and name == "filesAnalyzed":
        return _TRUTHS.get(value.strip().lower(), value)
    if isinstance(value, str) and name in _NUMBERS and value.isascii() and value.isdigit() and len(value) < 19:
        return int(value)
    return value
