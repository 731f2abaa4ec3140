"""What the lines of a requirements file say: what is wanted, which files they include, what is no statement."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.origins import hashes_in

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_COMMENT = re.compile(r"(?:^|\s)#.*$")
_INCLUDE = re.compile(r"(?:(-r|--requirement)|(-c|--constraint))(?:\s*=\s*|\s+|(?<=-[rc])(?=[^\s=]))(\S.*)")
_EDITABLE = re.compile(r"(?:-e|--editable)(?:\s*=\s*|\s+)(\S.*)")
_OPTIONS = re.compile(r"\s--?(?=[A-Za-z])")
_IGNORED = re.compile(
    r"(?:-i|-f|--(?:index-url|pypi-url|extra-index-url|no-index|find-links|no-binary|only-binary|prefer-binary"
    r"|require-hashes|pre|trusted-host|use-feature|no-use-wheel|use-wheel|global-option|config-settings?"
    r"|always-unzip|process-dependency-links|no-build-isolation|build-constraint|no-deps|upgrade-strategy))\b.*"
)
"""Options of pip's requirements file format: they say where and how to install, not what."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line that asks for a distribution."""

    number: int
    text: str
    """The requirement, URL or path, without options and comment."""
    is_editable: bool
    hashes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Include:
    """A line that includes another file."""

    number: int
    target: str
    is_constraint: bool


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A line that is none of what the format knows."""

    number: int
    text: str


Statement: TypeAlias = Wanted | Include | Unreadable


def decode(content: bytes, shown: str) -> str:
    """The text of a requirements file, by its byte order mark, else UTF-8, else Latin-1; FormatError when binary."""
    try:
        for mark, encoding in _BOMS:
            if content.startswith(mark):
                return content.decode(encoding).removeprefix("\ufeff")
        if b"\0" in content:
            raise FormatError(f"{shown}: binary, not a requirements file")
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if content.startswith(tuple(mark for mark, _ in _BOMS)):
            raise FormatError(f"{shown}: its bytes are not what its byte order mark says") from error
        return content.decode("latin-1")


def statements(text: str) -> Iterator[Statement]:
    """The statements of a requirements file in order; options that only say how to install are left out."""
    for number, line in _logical_lines(text):
        statement = _COMMENT.sub("", line).strip()
        if statement and not _IGNORED.fullmatch(statement):
            yield _statement(number, statement)


def _statement(number: int, line: str) -> Statement:
    include = _INCLUDE.fullmatch(line)
    if include:
        return Include(number, _unquoted(include[3].strip()), is_constraint=include[2] is not None)
    editable = _EDITABLE.fullmatch(line)
    wanted = editable[1] if editable else line
    if wanted.startswith("-"):
        return Unreadable(number, f"{_option(wanted)!r} is no option that requirements files have")
    options = _OPTIONS.search(wanted)
    text = wanted[: options.start()] if options else wanted
    hashes = hashes_in(wanted[options.start() :]) if options else ()
    return Wanted(number, _unquoted(text.strip()), is_editable=editable is not None, hashes=hashes)


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text


def _option(line: str) -> str:
    """The name of an option without its value, which may be a secret."""
    return line.split(maxsplit=1)[0].partition("=")[0][:40]


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their continuations joined, as pip joins them: a comment ends a continued line."""
    parts: list[str] = []
    start = 1
    for number, line in enumerate(text.splitlines(), start=1):
        if not parts:
            start = number
        is_comment = line.lstrip().startswith("#")
        if line.endswith("\\") and not is_comment:
            parts.append(line[:-1])
            continue
        parts.append(f" {line}" if is_comment else line)
        yield start, "".join(parts)
        parts = []
    if parts:
        yield start, "".join(parts)
