"""Reads Dockerfiles: the models and datasets that an image downloads, is set to, or is started with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from mlgraph.model.assertions import Assertion
from mlgraph_ingest.project.config.command_mentions import command_mentions, variable_mentions
from mlgraph_ingest.project.config.shell_words import Shell
from mlgraph_ingest.project.context import Context
from mlgraph_ingest.project.mentions import Mention, Teller
from mlgraph_ingest.project.tree import SourceFile

DOCKERFILE_LIMIT = 2**18
"""Bytes of a Dockerfile at most."""
_INSTRUCTION = re.compile(r"\s*([A-Za-z]+)\b[ \t]*(.*)", re.DOTALL)
_FLAGS = re.compile(r"(?:--[\w-]+(?:=\S+)?\s+)+")
_HEREDOC = re.compile(r"<<-?[\"']?([A-Za-z_]\w*)[\"']?")


def read_dockerfile(file: SourceFile, context: Context) -> Iterator[Assertion]:
    """The models and datasets that a Dockerfile names."""
    yield from Teller(file, context.project).assertions(dockerfile_mentions(file.read_text(DOCKERFILE_LIMIT)))


def dockerfile_mentions(text: str) -> Iterator[Mention]:
    """What the instructions of a Dockerfile name, the defaults of its ARGs filled in."""
    shell = Shell()
    image = ""
    for line, instruction in _instructions(text.replace("\r\n", "\n")):
        match = _INSTRUCTION.fullmatch(instruction)
        if match is None:
            continue
        word, rest = match[1].upper(), _FLAGS.sub("", match[2], count=1) if match[2].startswith("--") else match[2]
        if word == "FROM":
            image = rest.split()[0] if rest.split() else ""
        elif word in {"ENV", "ARG"}:
            yield from _assigned(shell, word, rest, line)
        elif word in {"RUN", "CMD", "ENTRYPOINT"}:
            yield from _commands(shell, rest, line, image if word != "RUN" else "")


def _assigned(shell: Shell, word: str, rest: str, line: int) -> Iterator[Mention]:
    if word == "ENV" and not re.match(r"[A-Za-z_]\w*=", rest):
        name, _, value = rest.strip().partition(" ")
        rest = f"{name}={json.dumps(value.strip())}"
    for command in shell.commands(" ".join(rest.split("\n")), line):
        yield from variable_mentions(command.assigned, line, f"dockerfile.{word}")


def _commands(shell: Shell, rest: str, line: int, image: str) -> Iterator[Mention]:
    listed = _listed(rest)
    if listed is not None:
        yield from command_mentions([shell.expanded(json.dumps(word)) for word in listed], line, image)
        return
    inner = Shell(dict(shell.variables))
    for command in inner.commands(rest, line):
        yield from command_mentions(command.words, command.line, image)
        yield from variable_mentions(command.assigned, command.line, "dockerfile.RUN")


def _listed(rest: str) -> list[str] | None:
    """The words of an instruction in the form of a JSON list; None where it is a line for the shell."""
    if not rest.lstrip().startswith("["):
        return None
    try:
        found = json.loads(rest)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, list) and all(isinstance(word, str) for word in found) else None


def _instructions(text: str) -> Iterator[tuple[int, str]]:
    """The instructions with their lines, continuations and here-documents joined, comments taken out."""
    parts: list[str] = []
    start, until = 1, ""
    for number, line in enumerate(text.split("\n"), start=1):
        if until:
            parts.append("" if line.strip() == until else line)
            if line.strip() == until:
                until = ""
                yield start, "\n".join(parts)
                parts = []
            continue
        if line.lstrip().startswith("#") or (parts and not line.strip()):
            parts = [*parts, "\\"] if parts else parts
            continue
        start = start if parts else number
        heredoc = _HEREDOC.search(line)
        if heredoc and line.lstrip().upper().startswith(("RUN", "COPY")):
            until = heredoc[1]
            parts.append(_HEREDOC.sub("", line))
            continue
        parts.append(line)
        if not line.rstrip().endswith("\\"):
            yield start, "\n".join(parts)
            parts = []
    if parts:
        yield start, "\n".join(parts)
