"""What a labeled project is known to hold: the reader of TRUTH.json.

A label file is a JSON object. Under a kind (KINDS) stands a list of names; a name that has several spellings is a list of
them. A kind that is missing is not judged; an empty list says that there is nothing of that kind. `neutral` and
`optional_packages` may be reported or not, `traps_must_not_appear` must not; all other keys are for people.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mlgraph.model.errors import FormatError, UsageError
from mlgraph.model.ids import canonical_name

MODELS = ("hub_models", "api_models", "other_models")
"""Models of the Hugging Face hub, models that a service answers for, and those of another catalog (ollama, torchvision)."""
DATASETS = ("datasets", "other_datasets")
"""Datasets of the Hugging Face hub, and those of another catalog or at an address."""
KINDS = (*MODELS, *DATASETS, "weight_files", "mcp_servers", "packages")
_NEUTRAL = ("neutral", "optional_packages")
_TRAPS = "traps_must_not_appear"
_REMARK = re.compile(r"\s+\([^()]*\)\Z")
"""What a trap may say behind its name: `./models/local (as hub id)`."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What is known of one project."""

    file: Path
    project: Path
    expected: Mapping[str, tuple[tuple[str, ...], ...]]
    """By kind that is judged: for each thing its spellings, the usual one first."""
    neutral: frozenset[str]
    traps: frozenset[str]

    @property
    def name(self) -> str:
        """What the project is called: its folder."""
        return self.project.resolve().name


def read_labels(path: Path, project: Path | None = None) -> Labels:
    """Read a label file, or the TRUTH.json of a folder; the project is the folder that holds it unless named.

    Raises UsageError where there is no such file or project, FormatError where it is not of the form above.
    """
    file = path / "TRUTH.json" if path.is_dir() else path
    root = project or file.parent
    if not root.is_dir():
        raise UsageError(f"{root} is no folder; --project names that of the labeled project")
    try:
        said = json.loads(file.read_bytes())
    except OSError as error:
        raise UsageError(f"could not read the labels {file}: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise FormatError(f"{file} is not JSON: {error}") from error
    if not isinstance(said, dict) or not any(kind in said for kind in KINDS):
        raise FormatError(f"{file} labels nothing: it needs a list under at least one of {', '.join(KINDS)}")
    return Labels(
        file=file,
        project=root,
        expected={kind: _things(file, kind, said[kind]) for kind in KINDS if kind in said},
        neutral=frozenset(name for key in _NEUTRAL for name in _names(file, key, said.get(key, []))),
        traps=frozenset(_REMARK.sub("", name) for name in _names(file, _TRAPS, said.get(_TRAPS, []))),
    )


def comparable(kind: str, name: str) -> str:
    """A name as names of its kind compare: hub ids and the like exactly, packages as their index does."""
    return canonical_name(name) if kind == "packages" else name


def _things(file: Path, kind: str, said: object) -> tuple[tuple[str, ...], ...]:
    if not isinstance(said, list):
        raise FormatError(f"{file}: {kind} is no list of names")
    spelled = [_names(file, kind, item if isinstance(item, list) else [item]) for item in said]
    seen = [comparable(kind, name) for names in spelled for name in names]
    if twice := sorted({name for name in seen if seen.count(name) > 1}):
        raise FormatError(f"{file}: {kind} holds {twice[0]!r} more than once, so it would count more than once")
    if not all(spelled):
        raise FormatError(f"{file}: {kind} holds a thing without a name")
    return tuple(spelled)


def _names(file: Path, key: str, said: object) -> tuple[str, ...]:
    if not isinstance(said, list) or not all(isinstance(name, str) and name for name in said):
        raise FormatError(f"{file}: {key} holds something that is no name: names are texts of a list")
    return tuple(said)
