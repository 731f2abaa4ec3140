"""What a checklist is held against: subjects, and what is said of each with its source."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from mlgraph_ontology.kinds import Method
from mlgraph_queries.checklists import Fact

MAX_VALUE = 160
"""Characters of a value that are kept; a longer one is cut."""
MAX_SAID = 100
"""Values of one fact that are kept: the first is shown, and one is enough to count."""
_PLACEHOLDERS = frozenset(
    {
        *("", "empty", "moreinformationneeded", "na", "nan", "nil", "noassertion", "none", "notapplicable"),
        *("notavailable", "notknown", "notprovided", "notspecified", "notstated", "null", "placeholder", "tba", "tbd"),
        *("tobedetermined", "todo", "undefined", "unknown", "unspecified", "xxx"),
    }
)
"""What stands where somebody had nothing to say, letters and digits only: SPDX's NOASSERTION and NONE, and
`[More Information Needed]`, as the template of model cards on the hub has it, among them."""
_NOTHING: Mapping[Fact, tuple[Said, ...]] = MappingProxyType({})


class SubjectKind(StrEnum):
    """What a subject is."""

    DOCUMENT = "document"
    SYSTEM = "system"
    PACKAGE = "package"
    MODEL = "model"
    DATASET = "dataset"


@dataclass(frozen=True, slots=True)
class Said:
    """One value, where it stands, and how it came there."""

    value: str
    where: str
    method: Method | None
    """None: as a document states it that does not tell how it knows."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A document, a system or a component, and what is said of it."""

    kind: SubjectKind
    id: str
    name: str
    facts: Mapping[Fact, tuple[Said, ...]] = field(default_factory=lambda: _NOTHING)
    unreachable: str | None = None
    """Why the place where it is published gave no answer: then nothing of it counts."""
    is_read: bool = True
    """Whether anything was read in which more would stand; else nobody knows what its provider says."""


@dataclass(frozen=True, slots=True)
class Witness:
    """Everything that checklists are held against: the subjects of one project, one model or one document."""

    title: str
    form: str
    """`project`, `model`, or the format of a document: `CycloneDX 1.6`."""
    subjects: tuple[Subject, ...]
    absent: Mapping[SubjectKind, str]
    """Why there is no subject of a kind, where there is a reason that makes its elements not applicable."""
    unsayable: Mapping[SubjectKind, frozenset[Fact]] = field(default_factory=dict)
    """The facts that its format has no place for, by kind of subject."""
    remarks: tuple[str, ...] = ()
    """Sentences on what the whole costs or leaves out."""

    def of(self, kinds: Iterable[SubjectKind]) -> tuple[Subject, ...]:
        """The subjects of some kinds, in order."""
        wanted = frozenset(kinds)
        return tuple(subject for subject in self.subjects if subject.kind in wanted)


class Gathering:
    """The facts of one subject, while they are gathered: placeholders and what has no source fall away."""

    def __init__(self) -> None:
        self._said: dict[Fact, list[Said]] = {}

    def say(self, fact: Fact, value: object, where: str, method: Method | None) -> None:
        """Note a value, unless it is a placeholder or has no source."""
        known = self._said.setdefault(fact, [])
        text = worded(value) if where and len(known) < MAX_SAID else None
        if text is not None and (said := Said(text, where, method)) not in known:
            known.append(said)

    @property
    def facts(self) -> dict[Fact, tuple[Said, ...]]:
        """What was noted, in the order in which it was."""
        return {fact: tuple(said) for fact, said in self._said.items() if said}


def worded(value: object) -> str | None:
    """A value in one short line; None where it is a placeholder, or is made of nothing else.

    >>> worded("Apache-2.0"), worded("NOASSERTION"), worded("[More Information Needed]"), worded(["", None])
    ('Apache-2.0', None, None, None)
    >>> worded(False), worded(0)
    ('no', '0')
    """
    if isinstance(value, Mapping):
        kept = {str(name): each for name, each in value.items() if worded(each) is not None}
        return shortened(json.dumps(kept, ensure_ascii=False, default=str)) if kept else None
    if isinstance(value, list | tuple):
        words = [text for text in map(worded, value[:20]) if text is not None]
        return shortened(", ".join(words)) if words else None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    text = str(value)
    return None if is_placeholder(text) else shortened(" ".join(text[: 4 * MAX_VALUE].split()))


def is_placeholder(text: str) -> bool:
    """Whether a text says nothing.

    >>> is_placeholder(" n/a "), is_placeholder("Unknown."), is_placeholder("0.1.0"), is_placeholder("中文")
    (True, True, False, False)
    """
    head = text.strip()[:64]
    return "".join(filter(str.isalnum, head.casefold())) in _PLACEHOLDERS


def shortened(text: str) -> str:
    """A text of at most as many characters as are kept of a value."""
    return text if len(text) <= MAX_VALUE else f"{text[: MAX_VALUE - 1].rstrip()}…"
