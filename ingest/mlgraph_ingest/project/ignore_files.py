"""What `.gitignore` and `.mlgraphignore` files exclude, each for its own folder and those below it."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass

from pathspec import GitIgnoreSpec
from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

from mlgraph.model.errors import FormatError

NAMES = (".mlgraphignore", ".gitignore")
"""In order of strength: `.mlgraphignore` can bring back what git leaves out (`!models/*.safetensors`)."""
PATTERN_LIMIT = 10_000
"""Patterns of one file at most: each is tried on each name."""
_WILDCARD_LIMIT = 3
"""Asterisks in one part of a pattern, and `**` in all of it: each more multiplies the time that matching may take by
the length of a file name (measured: five asterisks against a name of 250 letters take 14 s)."""


@dataclass(frozen=True, slots=True)
class _Rules:
    folder: str
    """Path in the tree of the folder that has the file; empty for the root."""
    spec: GitIgnoreSpec

    def says(self, relative: str, *, is_folder: bool) -> bool | None:
        """Whether the rules exclude a path (True) or bring it back (False); None where none of them fits."""
        inner = relative[len(self.folder) + 1 :] if self.folder else relative
        return self.spec.check_file(f"{inner}/" if is_folder else inner).include


@dataclass(frozen=True, slots=True)
class IgnoreFiles:
    """The rules that hold in one folder: its own and those of the folders above it, up to the project's root."""

    rules: tuple[tuple[str, _Rules], ...] = ()
    """(name of the file, its rules), the nearest first."""

    def excluding(self, relative: str, *, is_folder: bool) -> str | None:
        """The name of the file that excludes a path of the tree; None where nothing does.

        The nearest folder decides, within a file the last pattern that fits (gitignore documentation, "Pattern
        format"); what lies below an excluded folder is never asked for, so that nothing in it comes back.
        """
        for name in NAMES:
            for of, rules in self.rules:
                said = rules.says(relative, is_folder=is_folder) if of == name else None
                if said is False:
                    return None
                if said:
                    return name
        return None

    def with_patterns(self, name: str, folder: str, lines: Iterable[str]) -> tuple[IgnoreFiles, list[str]]:
        """The rules where the file of that name in a folder is added, and the patterns that cannot be used.

        Raises FormatError where it has more than PATTERN_LIMIT of them.
        """
        patterns: list[GitIgnoreSpecPattern] = []
        unusable = []
        for line in lines:
            compiled = _compiled(line) if _is_quick(line) else None
            if compiled is None:
                unusable.append(line)
            else:
                patterns += compiled
            if len(patterns) > PATTERN_LIMIT:
                raise FormatError(f"more than {PATTERN_LIMIT:,} patterns")
        added = (name, _Rules(folder, GitIgnoreSpec(patterns)))
        return IgnoreFiles((added, *self.rules)), unusable


def _compiled(line: str) -> list[GitIgnoreSpecPattern] | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", FutureWarning
            )  # `[[` is legal in a pattern, and one day perhaps not in `re`
            return list(GitIgnoreSpec.from_lines([line]).patterns)
    except (ValueError, re.error):
        return None


def _is_quick(pattern: str) -> bool:
    parts = pattern.split("/")
    return max(part.count("*") for part in parts) <= _WILDCARD_LIMIT and parts.count("**") <= _WILDCARD_LIMIT
