"""What containers are started with, in compose files, Kubernetes manifests and values of Helm charts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from mlgraph_ingest.project.config.command_mentions import command_mentions, variable_mentions
from mlgraph_ingest.project.config.rules import normal
from mlgraph_ingest.project.config.shell_words import Shell, Word
from mlgraph_ingest.project.config.tree import Configuration
from mlgraph_ingest.project.config.values import TEXT_LIMIT
from mlgraph_ingest.project.mentions import Mention
from mlgraph_ingest.project.yaml_document import YamlList, YamlTable

_COMMANDS = ("entrypoint", "command", "cmd", "args", "extra_args", "arguments", "run")
"""Keys of a container that hold its command line (Compose specification; Kubernetes Container v1; usual Helm values)."""
_VARIABLES = ("env", "environment", "extra_env", "extra_env_vars", "env_vars", "data")
"""Keys that hold its environment variables; `data` is that of a ConfigMap."""


def container_mentions(config: Configuration) -> Iterator[Mention]:
    """What the command lines and environment variables in a configuration name."""
    if not isinstance(config.root, YamlTable):
        return  # a list is data, such as results with the commands that made them
    seen: set[int] = set()
    for entry in config.entries:
        table = entry.table
        if id(table) in seen:
            continue
        seen.add(id(table))
        said = {normal(key): key for key in table}
        if not said.keys().isdisjoint({*_COMMANDS, *_VARIABLES}):
            yield from _container(table, said)


def _container(table: YamlTable, said: Mapping[str, str]) -> Iterator[Mention]:
    variables: dict[str, Word] = {}
    for name in _VARIABLES:
        for key, word, line in _variables(table.get(said.get(name, ""))):
            variables[key] = word
            yield from variable_mentions({key: word}, line, "environment")
    shell = Shell(
        {name: word.text for name, word in variables.items() if "$" not in word.text and len(word.text) <= 200}
    )
    image = _image(table.get(said.get("image", "")))
    words: list[Word] = []
    line = 0
    for name in _COMMANDS:
        value = table.get(said.get(name, ""))
        if name == "run" and isinstance(value, str):
            for command in Shell().commands(value, table.line(said[name])):
                yield from command_mentions(command.words, command.line)
        elif value is not None:
            found, at = _words(value, shell, table.line(said[name]))
            line = line or at
            words.extend(found)
    if words:
        yield from command_mentions(words, line, image)


def _words(value: object, shell: Shell, line: int) -> tuple[list[Word], int]:
    """The words of a command line, a list of them or a text that a shell would split."""
    if isinstance(value, YamlList):
        texts = [item for item in value if isinstance(item, str)]
        words = [_expanded(text, shell) for text in texts]
        line = next((value.line(i) for i, item in enumerate(value) if item == texts[0]), line) if texts else line
        if len(words) == 1 and " " in words[0].text.strip():
            return _split(words[0].text, line)
        return words, line
    return _split(value, line) if isinstance(value, str) else ([], line)


def _split(text: str, line: int) -> tuple[list[Word], int]:
    found = [word for command in Shell().commands(" ".join(text.split("\n")), line) for word in command.words]
    return found, line


def _expanded(text: str, shell: Shell) -> Word:
    """A word with its variables filled in: `$(NAME)` as Kubernetes writes them, `$$` a dollar as compose does."""
    for name, value in shell.variables.items() if len(text) <= TEXT_LIMIT else ():
        text = text.replace(f"$({name})", value)
    if "$" not in text:
        return Word(text)
    found = shell.expanded('"' + text.replace("$$", "$").replace("\\", "\\\\").replace('"', '\\"') + '"')
    return replace(found, is_inferred=True)


def _variables(value: object) -> Iterator[tuple[str, Word, int]]:
    """Names and values of environment variables, in any of the forms: a mapping, `NAME=value`, `{name:, value:}`."""
    shell = Shell()
    if isinstance(value, YamlTable):
        for key, text in value.items():
            if isinstance(text, str):
                yield key, _expanded(text, shell), value.line(key)
    elif isinstance(value, YamlList):
        for index, item in enumerate(value):
            if isinstance(item, str) and "=" in item:
                name, _, text = item.partition("=")
                yield name, _expanded(text, shell), value.line(index)
            elif isinstance(item, YamlTable) and isinstance(item.get("name"), str):
                text = item.get("value")
                if isinstance(text, str):
                    yield item["name"], _expanded(text, shell), item.line("value")


def _image(value: object) -> str:
    if isinstance(value, YamlTable):
        value = value.get("repository")
    return value if isinstance(value, str) else ""
