"""Reads shell scripts: the models and datasets that their commands download, serve or train."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlgraph.model.assertions import Assertion
from mlgraph_ingest.project.config.command_mentions import command_mentions, variable_mentions
from mlgraph_ingest.project.config.shell_words import Shell
from mlgraph_ingest.project.context import Context
from mlgraph_ingest.project.mentions import Mention, Teller
from mlgraph_ingest.project.tree import SourceFile

SCRIPT_LIMIT = 2**18
"""Bytes of a script at most."""
_HINTS = re.compile(r"model|dataset|huggingface|\bhf\b|hf\.co|ollama|vllm|spacy|litgpt|\btune\b", re.IGNORECASE)


def read_shell(file: SourceFile, context: Context) -> Iterator[Assertion]:
    """The models and datasets that a script names."""
    text = file.read_text(SCRIPT_LIMIT)
    if _HINTS.search(text):
        if file.name in {"Makefile", "makefile", "GNUmakefile", "justfile", "Justfile"} or file.name.endswith(".mk"):
            text = recipes(text)
        yield from Teller(file, context.project).assertions(script_mentions(text))


def script_mentions(text: str, first_line: int = 1) -> Iterator[Mention]:
    """What the commands of a script name."""
    shell = Shell()
    for command in shell.commands(text.replace("\r\n", "\n"), first_line):
        yield from command_mentions(command.words, command.line)
        if command.assigned:
            yield from variable_mentions(command.assigned, command.line, "shell")


def recipes(text: str) -> str:
    """A makefile as a script: its assignments and recipes, with make's variables as a shell writes them."""
    return "\n".join(map(_recipe, text.split("\n")))


def _recipe(line: str) -> str:
    """One line of it; a rule's head says nothing here."""
    assigned = re.match(r"(?:export\s+)?([A-Za-z_]\w*)\s*[:?+]?=\s*(.*)", line)
    if assigned:
        script = f"{assigned[1]}='{assigned[2].strip()}'" if "'" not in assigned[2] else ""
    else:
        script = line.lstrip("\t @-") if line.startswith(("\t", " ")) else ""
    return re.sub(r"\$\(([A-Za-z_]\w*)\)", r"${\1}", script).replace("$$", "$")
