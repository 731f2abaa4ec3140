"""Reads the header of a distribution's metadata file (core metadata, an e-mail header in form)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mlgraph.model.errors import FormatError, SourceError
from mlgraph_ingest.project.tree import reason

CHUNK = 2**15
HEADER_LIMIT = 4 * 2**20
"""Bytes of a header at most; what follows it, the description, is not read."""
_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9-]*):[ \t]*(.*)")
_END = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True, slots=True)
class Field:
    """One header field."""

    name: str
    """In lower case."""
    value: str
    line: int | str
    """Or where else it stands: a JSON pointer."""


@dataclass(frozen=True, slots=True)
class Header:
    """The fields of a metadata file, in order."""

    fields: tuple[Field, ...]

    def first(self, name: str) -> Field | None:
        """The first field of a name (lower case); None when there is none, or an empty or UNKNOWN one."""
        found = next((field for field in self.fields if field.name == name), None)
        return found if found and found.value.strip() not in {"", "UNKNOWN"} else None

    def all(self, name: str) -> list[Field]:
        """All fields of a name (lower case)."""
        return [field for field in self.fields if field.name == name]


def read_header_bytes(path: Path, shown: str) -> bytes:
    """The bytes of a metadata file up to its description. Links are followed: some installers link every file."""
    content = b""
    with _opened(path, shown) as descriptor:
        while chunk := os.read(descriptor, CHUNK):
            start = max(len(content) - 4, 0)
            content += chunk
            end = _END.search(content, start)
            if end:
                return content[: end.start() + 1]
            _check_size(content, shown)
    return content


def read_small(path: Path, shown: str) -> bytes:
    """All bytes of a small file beside the metadata, links followed."""
    content = b""
    with _opened(path, shown) as descriptor:
        while chunk := os.read(descriptor, CHUNK):
            content += chunk
            _check_size(content, shown)
    return content


def parse_header(content: bytes) -> Header:
    """The fields of a header; lines that are neither a field nor its continuation are left out."""
    found: list[tuple[str, list[str], int]] = []
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), start=1):
        if line[:1] in {" ", "\t"}:
            if found:
                found[-1][1].append(_unfolded(line))
            continue
        match = _FIELD.match(line)
        if match:
            found.append((match[1].lower(), [match[2]], number))
    return Header(tuple(Field(name, "\n".join(parts).strip(), line) for name, parts, line in found))


@contextmanager
def _opened(path: Path, shown: str) -> Iterator[int]:
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
        try:
            yield descriptor
        finally:
            os.close(descriptor)
    except OSError as error:
        raise SourceError(f"{shown}: cannot be read ({reason(error)}); reinstall the package") from error


def _check_size(content: bytes, shown: str) -> None:
    if len(content) > HEADER_LIMIT:
        raise FormatError(f"{shown}: more than {HEADER_LIMIT:,} bytes where a short text belongs; it was not read")


def _unfolded(line: str) -> str:
    """A continuation line as it was before it was folded: by eight spaces, or seven and a bar."""
    if line.startswith("       |"):
        return line[8:]
    return line.removeprefix("        ").rstrip()
