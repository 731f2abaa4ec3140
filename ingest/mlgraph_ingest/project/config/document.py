"""Opens a configuration in any of the languages that they are written in."""

from __future__ import annotations

from typing import TypeAlias

from mlgraph_ingest.project.config.names import CONFIG_LIMIT
from mlgraph_ingest.project.json_document import parse_json
from mlgraph_ingest.project.toml_document import parse_toml
from mlgraph_ingest.project.toml_lines import TomlLines
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ingest.project.yaml_document import YamlList, YamlTable, parse_yaml_documents

Value: TypeAlias = "YamlTable | YamlList | str | None"


def documents_of(file: SourceFile) -> list[Value]:
    """The documents in a configuration file; FormatError names the file and the line where it cannot be read."""
    return documents_in(file.read_text(CONFIG_LIMIT), file.name, file.relative)


def documents_in(text: str, name: str, shown: str) -> list[Value]:
    """The same, of the text of a file of this name; `shown` is what errors call it."""
    if name.endswith((".json", ".jsonc")):
        return [parse_json(text, shown)]
    if name.endswith(".toml"):
        return [_lined(parse_toml(text, shown), TomlLines(text), ())]
    return parse_yaml_documents(text, shown)


def _lined(value: object, lines: TomlLines, place: tuple[str | int, ...]) -> Value:
    """A TOML value in the form of the other languages: plain texts with their lines."""
    if isinstance(value, dict):
        table = YamlTable()
        for key, inner in value.items():
            table[key] = _lined(inner, lines, (*place, key))
            table.lines[key] = lines.line(*place, key)
        return table
    if isinstance(value, list):
        items = YamlList()
        for index, inner in enumerate(value):
            items.append(_lined(inner, lines, (*place, index)))
            items.lines.append(lines.line(*place, index))
        return items
    return value if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
