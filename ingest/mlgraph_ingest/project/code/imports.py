"""The import statements of a Python file, found in its text: quicker than parsing it, and never fewer than it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LISTED = 2**14
"""Characters of the names in one import statement that are looked at most."""
_FROM = re.compile(r"\bfrom\s*(\.*(?:\w+(?:\.\w+)*)?)\s*import\b\s*(\([^)]*\)?|[^;\n]*)")
_PLAIN = re.compile(r"(?<!\w)import\s+([^;\n#(]+)")
_NAME = re.compile(r"\w+(?:\.\w+)*")
_AS = re.compile(r"\bas\s+\w+")
_CONTINUED = re.compile(r"\\\r?\n")
_COMMENT = re.compile(r"#[^\n]*")


@dataclass(frozen=True, slots=True)
class Import:
    """What one statement may import."""

    paths: tuple[str, ...]
    """Dotted names; that of a module and, of `from module import name`, `module.name`, which may be one, too."""
    level: int


@dataclass(frozen=True, slots=True)
class Bound:
    """What an import binds a name to."""

    path: str
    """Dotted; it ends with `.*` where all names of a module are bound."""
    is_renamed: bool
    """Whether the name is another one than the last of the path."""


def import_lines(source: str) -> Iterator[str]:
    """Each line of a text that spells `import`, with the lines that a backslash joins to it.

    The name of a library that a statement imports from stands in such a line: only what follows it can be put in
    parentheses, on other lines.
    """
    at = source.find("import")
    while at >= 0:
        start = source.rfind("\n", 0, at) + 1
        while start and source[max(start - 3, 0) : start].rstrip("\r\n").endswith("\\"):
            start = source.rfind("\n", 0, start - 1) + 1
        end = _end_of_line(source, at)
        yield source[start:end]
        at = source.find("import", end)


def imports_of(source: str) -> Iterator[Import]:
    """What the statements of a text may import, also where they are only quoted in a text or a comment of it."""
    for text in _import_texts(source):
        yield from _statements(text)


def bound_by(source: str) -> Iterator[Bound]:
    """What the absolute imports of a text may bind names to, also where they are only quoted in it.

    >>> [each.path for each in bound_by("import torch.nn, numpy as np; from timm import models as m, *")]
    ['timm.models', 'timm.*', 'torch', 'numpy']
    """
    for text in _import_texts(source):
        for found in _FROM.finditer(text):
            if not found[1].startswith("."):
                is_cut = found[2].startswith("(") and not found[2].endswith(")")
                for name, *alias in _listed(f"{found[2]},*" if is_cut else found[2]):
                    yield Bound(f"{found[1]}.{name}", is_renamed=bool(alias))
        for found in _PLAIN.finditer(_FROM.sub(" ", text)):
            for path, *alias in _listed(found[1]):
                yield Bound(path if alias else path.partition(".")[0], is_renamed=bool(alias))


def _listed(names: str) -> Iterator[list[str]]:
    """The names of a statement, each with the words that follow it."""
    return filter(None, (item.split() for item in names.replace("(", " ").replace(")", " ").split(",")))


def _import_texts(source: str) -> Iterator[str]:
    """The text of each statement that may import something, without comments and on joined lines."""
    at = source.find("import")
    while at >= 0:
        start = source.rfind("\n", 0, at) + 1
        while start and source[max(start - 3, 0) : start].rstrip("\r\n").endswith("\\"):
            start = source.rfind("\n", 0, start - 1) + 1
        end = _end_of_line(source, at)
        if "(" in source[at:end]:
            closing = source.find(")", at, at + _LISTED)
            end = max(end, closing + 1)
        yield _COMMENT.sub("", _CONTINUED.sub(" ", source[start:end]))
        at = source.find("import", end)


def _statements(text: str) -> Iterator[Import]:
    for found in _FROM.finditer(text):
        module = found[1].lstrip(".")
        names = _NAME.findall(_AS.sub("", found[2]))
        paths = [f"{module}.{name}".lstrip(".") for name in names]
        yield Import((module, *paths), len(found[1]) - len(module))
    for found in _PLAIN.finditer(_FROM.sub(" ", text)):
        yield Import(tuple(_NAME.findall(_AS.sub("", found[1]))), 0)


def _end_of_line(source: str, at: int) -> int:
    end = source.find("\n", at)
    while end > 0 and source[max(end - 2, 0) : end].rstrip("\r").endswith("\\"):
        end = source.find("\n", end + 1)
    return len(source) if end < 0 else end
