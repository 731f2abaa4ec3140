"""What a dependency is needed for, as far as the name of its file, group or extra says."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mlgraph_ontology.kinds import Scope

_WORDS = {
    Scope.TEST: {"test", "tests", "testing", "pytest", "unittest", "e2e"},
    Scope.DEVELOPMENT: {
        "dev",
        "devel",
        "develop",
        "development",
        "doc",
        "docs",
        "documentation",
        "lint",
        "linting",
        "linters",
        "style",
        "format",
        "typing",
        "types",
        "mypy",
        "ci",
        "notebook",
        "notebooks",
        "benchmark",
        "benchmarks",
        "release",
    },
    Scope.BUILD: {"build", "packaging", "setup"},
    Scope.TRAIN: {"train", "training", "finetune", "finetuning"},
    Scope.OPTIONAL: {"optional", "extra", "extras"},
}
_SCOPE_OF = {word: scope for scope, words in _WORDS.items() for word in words}
_STRONGEST_FIRST = (
    Scope.RUNTIME,
    Scope.TRAIN,
    Scope.DATA,
    Scope.OPTIONAL,
    Scope.BUILD,
    Scope.TEST,
    Scope.DEVELOPMENT,
)


def scope_of_words(name: str) -> Scope | None:
    """The scope that a name speaks of; None when no word in it does.

    >>> scope_of_words("requirements-dev.txt")
    <Scope.DEVELOPMENT: 'development'>
    """
    return next((_SCOPE_OF[word] for word in words_of(name) if word in _SCOPE_OF), None)


def words_of(name: str) -> list[str]:
    """The words of a name or a path, in lower case."""
    return re.split(r"[^a-z0-9]+", name.lower())


def scope_of_path(relative: str) -> Scope | None:
    """The scope that a file's path in the project speaks of; its last part counts first."""
    for part in reversed(relative.split("/")):
        scope = scope_of_words(part)
        if scope is not None:
            return scope
    return None


def strongest(scopes: Iterable[Scope]) -> Scope | None:
    """The one that matters most: runtime before all others."""
    return min(scopes, key=_STRONGEST_FIRST.index, default=None)
