"""Files of the catalog, of which only the entries that are asked for are parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

_ENTRY = re.compile(r"^(?=[^\s#])", re.MULTILINE)
"""An entry begins where a line begins with neither space nor `#`."""


class Sheet(Mapping[str, dict[str, Any]]):
    """A YAML file that is a mapping of ids, each on a line of its own, to mappings; read when it is first asked.

    The files are our own and a test holds them to this form, so that an entry can be found without parsing the others.
    """

    def __init__(self, text: str) -> None:
        chunks = _ENTRY.split(text)[1:]
        self._chunks = {chunk.partition(":\n")[0]: chunk for chunk in chunks}
        self._parsed: dict[str, dict[str, Any]] = {}

    def __getitem__(self, key: str) -> dict[str, Any]:
        """Return what the file says of an id."""
        if key not in self._parsed:
            self._parsed[key] = _parse(self._chunks[key])[key]
        return self._parsed[key]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids, in the order of the file."""
        return iter(self._chunks)

    def __len__(self) -> int:
        """Count the ids."""
        return len(self._chunks)

    def __contains__(self, key: object) -> bool:
        """Say whether the file has an id, without parsing anything."""
        return key in self._chunks


@cache
def sheet(name: str) -> Sheet:
    """A file of the catalog; it is read once."""
    return Sheet(files("mlgraph_ontology").joinpath("catalog", name).read_text(encoding="utf-8"))


def _parse(text: str) -> dict[str, dict[str, Any]]:
    import yaml

    loaded: dict[str, dict[str, Any]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return loaded
