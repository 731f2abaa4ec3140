"""Opens a TOML file of a project and takes typed pieces out of it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.tree import SourceFile

Table: TypeAlias = Mapping[str, Any]
"""A TOML table; what it holds is checked where it is taken out."""

EMPTY: Table = {}


def parse_toml(text: str, shown: str) -> Table:
    """The table that a TOML text holds; FormatError names the file and the place."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FormatError(f"{shown}: not TOML: {str(error)[:200]}; correct it there") from error
    except RecursionError as error:
        raise FormatError(f"{shown}: values are nested too deeply to be read") from error
    except ValueError as error:
        raise FormatError(f"{shown}: a number or date in it is out of range") from error


def read_toml(file: SourceFile) -> tuple[str, Table]:
    """The text of a TOML file and what it holds."""
    text = file.read_text()
    return text, parse_toml(text, file.relative)


def table_in(table: Table, *keys: str) -> Table:
    """The table below nested keys; an empty one where there is none."""
    found: Any = table
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else EMPTY


def tables_in(table: Table, key: str) -> list[Table]:
    """The tables in an array; what is no table is left out."""
    found = table.get(key)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def tables_of(table: Table) -> dict[str, list[Table]]:
    """The arrays of tables in a table, by key; what is no array is left out."""
    return {key: tables_in(table, key) for key, value in table.items() if isinstance(value, list)}


def text_in(table: Table, key: str) -> str | None:
    """The string at a key; None where there is none or an empty one."""
    found = table.get(key)
    return found if isinstance(found, str) and found else None


def texts_in(table: Table, key: str) -> list[str]:
    """The strings in an array; what is no string is left out."""
    found = table.get(key)
    return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []


def entries_of(table: Table) -> Iterator[tuple[str, Table]]:
    """The keys of a table whose values are tables."""
    return ((key, value) for key, value in table.items() if isinstance(value, dict))
