"""The models and datasets that a command line and the environment variables of a program name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mlgraph_ingest.project.config.command_rules import CLONES, COMMANDS, IMAGE_OPTIONS, IMAGES, Command, Names
from mlgraph_ingest.project.config.hosted_names import Hosted, hosted_by_variable
from mlgraph_ingest.project.config.hub_addresses import hub_name
from mlgraph_ingest.project.config.mentions import config_mentions
from mlgraph_ingest.project.config.registry_names import ollama, spacy
from mlgraph_ingest.project.config.shell_words import Shell, Word
from mlgraph_ingest.project.config.tree import configuration
from mlgraph_ingest.project.mentions import TEXT_LIMIT, Mention, is_expression
from mlgraph_ingest.project.yaml_document import YamlTable
from mlgraph_ontology.kinds import NodeKind

_OPTION = re.compile(r"--?([A-Za-z][\w.-]*)(?:=(.*))?", re.DOTALL)
_LAUNCHERS = {
    "python": 0, "python3": 0, "uv": 1, "uvx": 0, "poetry": 1, "pdm": 1, "conda": 1, "pipx": 1, "npx": 0, "pixi": 1,
    "bash": 0, "sh": 0,
}  # fmt: skip
"""Programs that start another one -> how many words of their own (`run`) stand before it."""
_SHELLS = frozenset({"bash", "sh", "/bin/bash", "/bin/sh", "zsh", "/bin/zsh"})
_NESTED_LIMIT = 4


@dataclass(frozen=True, slots=True)
class _Line:
    """A command line taken apart."""

    arguments: tuple[Word, ...]
    options: Mapping[str, Word | None]
    """Name without dashes and with `_` for `-` -> value; None: a switch."""


def command_mentions(words: Sequence[Word], line: int, image: str = "", depth: int = 0) -> Iterator[Mention]:
    """What a command names; `image` is the container image whose entry point gets the words as arguments."""
    words = _without_launcher(words)
    if not words:
        return
    if len(words) > 2 and words[0].text in _SHELLS and words[1].text.startswith("-") and words[1].text.endswith("c"):
        if depth < _NESTED_LIMIT:
            for inner in Shell().commands(words[2].text, line):
                yield from command_mentions(inner.words, line, image, depth + 1)
        return
    found = next((c for c in COMMANDS if _begins(words, c)), None)
    if found is not None:
        yield from _of_command(found, words[len(found.words) :], line)
    elif any(tuple(w.text for w in words[: len(clone)]) == clone for clone in CLONES):
        yield from _addresses(words, line)
    else:
        yield from _of_options(words, line, image)


def variable_mentions(variables: Mapping[str, Word], line: int, rule: str) -> Iterator[Mention]:
    """What environment variables name: those whose name speaks of a model or a dataset."""
    table = YamlTable()
    for name, word in variables.items():
        hosted = hosted_by_variable(name, word.text)
        if hosted is not None:
            yield from _hosted(hosted, f"{rule}.{name}", word, line)
        elif re.search(r"model|dataset|tokenizer|hf_|embed|llm", name, re.IGNORECASE):
            table[name] = word.text
            table.lines[name] = line
    for mention in config_mentions(replace(configuration(table, "env"), has_context=True)):
        key = mention.rule.rpartition(".")[2]
        is_inferred = mention.is_inferred or variables[key].is_inferred
        if not is_expression(mention.text):
            yield replace(mention, rule=f"{rule}.{key}", is_inferred=is_inferred)


def _hosted(hosted: Hosted, rule: str, word: Word, line: int) -> Iterator[Mention]:
    named = Mention(NodeKind.SERVICE, hosted.name, str(line), rule, is_inferred=word.is_inferred)
    if hosted.provider == "ollama":
        yield from filter(None, [ollama(named)])
    else:
        yield replace(named, provider=hosted.provider)


def _without_launcher(words: Sequence[Word]) -> Sequence[Word]:
    """The words from the program on that does the work: `uv run python -m vllm.entrypoints...` runs vLLM."""
    for _ in range(_NESTED_LIMIT):
        if not words:
            return words
        if words[0].text.startswith("-"):
            return words
        program = words[0].text.rpartition("/")[2]
        if program in _SHELLS and len(words) > 1 and words[1].text.startswith("-"):
            return words
        own = _LAUNCHERS.get(re.sub(r"^python[\d.]*$", "python", program))
        if own is None:
            return [replace(words[0], text=program), *words[1:]] if program != words[0].text else words
        rest = words[1 + own :]
        while rest and rest[0].text.startswith("-") and rest[0].text != "-c":
            rest = rest[1:]
        if not rest or rest[0].text == "-c":
            return words
        words = rest
    return words


def _begins(words: Sequence[Word], command: Command) -> bool:
    if len(words) < len(command.words):
        return False
    return all(word.text in spelled.split("|") for word, spelled in zip(words, command.words, strict=False))


def _of_command(command: Command, words: Sequence[Word], line: int) -> Iterator[Mention]:
    said = _taken_apart(words, command.switches)
    given = [said.options[name] for name in command.options if said.options.get(name)]
    if command.has_argument:
        given = [*said.arguments[:1], *given]
    revision, repo_type = said.options.get("revision"), said.options.get("repo_type")
    kind = command.kind
    if repo_type is not None and repo_type.text != "model":
        if repo_type.text != "dataset":
            return
        kind = NodeKind.DATASET
    for word in filter(None, given):
        mention = Mention(kind, word.text, str(line), command.rule, is_inferred=word.is_inferred)
        mention = replace(mention, revision=revision.text if revision else None)
        named = _named(mention, command.names)
        if named is not None:
            yield named


def _named(mention: Mention, names: Names) -> Mention | None:
    if len(mention.text) > TEXT_LIMIT:
        return None
    if is_expression(mention.text) or "$" in mention.text:
        return replace(mention, is_unknown=True)
    if names is Names.OLLAMA:
        return ollama(mention)
    if names is Names.SPACY:
        return spacy(mention)
    named = hub_name(mention.text)
    if named is None or (not named.is_address and mention.text.count("/") != 1):
        return mention if "/" not in mention.text else None
    name, colon, _ = mention.text.partition(":")
    return replace(mention, text=name) if colon and not named.is_address else mention


def _addresses(words: Sequence[Word], line: int) -> Iterator[Mention]:
    for word in words:
        named = hub_name(word.text)
        if len(word.text) <= TEXT_LIMIT and named is not None and named.is_address and not is_expression(named.name):
            yield Mention(NodeKind.MODEL, word.text, str(line), "hub-address", is_inferred=word.is_inferred)


def _of_options(words: Sequence[Word], line: int, image: str) -> Iterator[Mention]:
    """What the options of any program name, by the keys of configurations, and by its image."""
    said = _taken_apart(words, frozenset())
    is_server = any(part in image for part in IMAGES)
    table = YamlTable()
    for name, word in said.options.items():
        if word is not None:
            table[name] = word.text
            table.lines[name] = line
    if not table:
        return
    known = configuration(table, "arguments")
    for mention in config_mentions(replace(known, has_context=known.has_context or is_server)):
        key = mention.rule.rpartition(".")[2]
        word = said.options.get(key)
        is_inferred = mention.is_inferred or bool(word and word.is_inferred)
        yield replace(mention, rule=f"command.{key}", is_inferred=is_inferred)
    for name in IMAGE_OPTIONS if is_server else ():
        word = said.options.get(name)
        if word is not None and len(word.text) <= TEXT_LIMIT and is_expression(word.text):
            yield Mention(NodeKind.MODEL, word.text, str(line), f"command.{name}", is_unknown=True)


def _taken_apart(words: Sequence[Word], switches: frozenset[str]) -> _Line:
    arguments: list[Word] = []
    options: dict[str, Word | None] = {}
    pending: str | None = None
    for word in words:
        match = _OPTION.fullmatch(word.text)
        if match and match[2] is not None:
            options.setdefault(_normal(match[1]), replace(word, text=match[2]))
            pending = None
        elif match:
            pending = _normal(match[1])
            options.setdefault(pending, None)
            pending = None if pending in switches else pending
        elif pending is not None:
            options[pending] = options[pending] or word
            pending = None
        else:
            arguments.append(word)
    return _Line(tuple(arguments), options)


def _normal(option: str) -> str:
    return option.replace("-", "_").lower()
