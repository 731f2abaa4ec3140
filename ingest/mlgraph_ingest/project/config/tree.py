"""A configuration as a flat list of its entries, and what tool it is written for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.config.rules import (
    CONTEXT,
    CONTEXT_NEEDED,
    CONTEXT_WORDS,
    DIALECTS,
    NO_CONFIGURATION,
    Dialect,
    normal,
)
from mlgraph_ingest.project.scopes import words_of
from mlgraph_ingest.project.yaml_document import VALUE_LIMIT, YamlList, YamlTable

KEY_LIMIT = 200
"""Characters of a key at most; what is longer is data."""
_GROUP_FOLDERS = frozenset({"conf", "config", "configs", "configuration", "hydra"})
"""Folders whose subfolders name a part of the configuration (Hydra documentation, "Config groups")."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a configuration with what stands there."""

    place: str
    """Normalized keys from the root, joined by dots, lists passed over."""
    key: str
    """The last of them as it is written."""
    value: object
    line: int
    table: YamlTable
    """What it stands in."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """All of one document."""

    root: object
    entries: tuple[Entry, ...]
    dialects: tuple[Dialect, ...]
    has_context: bool
    """Whether it sets up training or inference."""
    is_configuration: bool
    """Whether it is one at all, as far as its keys say."""


def configuration(root: object, relative: str) -> Configuration:
    """Look at a document of a file."""
    entries = tuple(_walk(root, _group(relative), relative))
    keys = {entry.place.rpartition(".")[2] for entry in entries}
    name = relative.rpartition("/")[2]
    dialects = tuple(d for d in DIALECTS if _is_in(d, keys, name))
    points = len(CONTEXT & keys) + bool(CONTEXT_WORDS.intersection(words_of(relative))) + bool(_group(relative))
    return Configuration(
        root,
        entries,
        dialects,
        has_context=bool(dialects) or points >= CONTEXT_NEEDED,
        is_configuration=isinstance(root, YamlTable) and not NO_CONFIGURATION & keys,
    )


def _is_in(dialect: Dialect, keys: set[str], name: str) -> bool:
    if name in dialect.file_names:
        return True
    has_key = dialect.requires is None or dialect.requires in keys
    return bool(dialect.signs) and has_key and len(dialect.signs & keys) >= dialect.needed


def _group(relative: str) -> str:
    """What a folder of groups adds to the place of each entry: `model` for `conf/model/large.yaml`."""
    *folders, _ = relative.split("/")
    is_group = len(folders) > 1 and normal(folders[-2]) in _GROUP_FOLDERS
    return normal(folders[-1]) if is_group else ""


def _walk(root: object, place: str, shown: str) -> Iterator[Entry]:
    """The entries in the order of the document; what an alias repeats comes again, up to a limit."""
    pending: list[tuple[object, str]] = [(root, place)]
    count = 0
    while pending:
        value, place = pending.pop()
        below: list[tuple[object, str]] = []
        if isinstance(value, YamlTable):
            for key, inner in value.items():
                if len(key) > KEY_LIMIT:
                    continue
                at = f"{place}.{normal(key.replace('.', '_'))}" if place else normal(key.replace(".", "_"))
                yield Entry(at, key, inner, value.line(key), value)
                below.append((inner, at))
        elif isinstance(value, YamlList):
            below = [(item, place) for item in value]
        count += len(below)
        if count > VALUE_LIMIT:
            raise FormatError(f"{shown}: more than {VALUE_LIMIT:,} values, those counted again that aliases repeat")
        pending.extend((inner, at) for inner, at in reversed(below) if isinstance(inner, YamlTable | YamlList))
