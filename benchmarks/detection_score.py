"""What was found against what is labeled: right, wrong and missed, by kind.

Precision is the right share of what was found, recall the found share of what is there, F1 their harmonic mean
(van Rijsbergen, "Information Retrieval", 2nd edition, 1979, chapter 7). A share of nothing is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from detection_findings import Finding, Findings
from detection_labels import DATASETS, KINDS, MODELS, Labels, comparable

GROUPS = {"all models": MODELS}
"""Sums over kinds that are shown besides the kinds themselves."""
_ALSO = {
    "hub_models": ("other_models",),
    "api_models": ("other_models",),
    "datasets": ("other_datasets",),
}
"""Kinds under which something may be labeled, too: a model of another catalog may be shown as a service, or by the name
that it has on the hub, which is one with a namespace."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many were right, wrong and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Count) -> Count:
        """Both together, which is what micro averages are of."""
        return Count(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float | None:
        """The right share of what was found; None where nothing was."""
        return _share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float | None:
        """The found share of what is there; None where nothing is."""
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both; None where nothing is there and nothing was found."""
        return _share(2 * self.right, 2 * self.right + self.wrong + self.missed)


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something found that is not labeled."""

    finding: Finding
    is_trap: bool
    near: str | None
    """What was missed and is nearly called that."""


@dataclass(frozen=True, slots=True)
class Missed:
    """Something labeled that was not found."""

    kind: str
    names: tuple[str, ...]


@dataclass(slots=True)
class Score:
    """How one project came out."""

    counts: dict[str, Count] = field(default_factory=dict)
    """By kind that is judged."""
    wrong: list[Wrong] = field(default_factory=list)
    missed: list[Missed] = field(default_factory=list)
    neutral: list[Finding] = field(default_factory=list)
    """What was found and counts for nothing."""
    traps: list[Finding] = field(default_factory=list)
    """What must not appear and did, under whatever kind, judged or not."""


def score(labels: Labels, found: Findings) -> Score:
    """Hold what was found in a project against its labels."""
    spellings = {
        (kind, comparable(kind, name)): (kind, names[0])
        for kind, things in labels.expected.items()
        for names in things
        for name in names
    }
    neutral = {comparable(kind, name) for kind in KINDS for name in labels.neutral} | labels.neutral
    result, right, unlabeled = Score(), set(), []
    for finding in found.things:
        name = comparable(finding.kind, finding.name)
        kinds = (finding.kind, *_ALSO.get(finding.kind, ()))
        if finding.kind == "hub_models" and "/" not in name:
            kinds = kinds[:1]
        if thing := next((spellings[kind, name] for kind in kinds if (kind, name) in spellings), None):
            right.add(thing)
        elif name in neutral or finding.is_marginal:
            result.neutral.append(finding)
        else:
            unlabeled.append(finding)
    result.traps = [finding for finding in unlabeled if finding.name in labels.traps]
    result.missed = [
        Missed(kind, names)
        for kind, things in labels.expected.items()
        for names in things
        if (kind, names[0]) not in right
    ]
    judged = [finding for finding in unlabeled if finding.kind in labels.expected]
    result.wrong = [Wrong(finding, finding in result.traps, _near(finding, result.missed)) for finding in judged]
    result.counts = {kind: _count(kind, right, result) for kind in labels.expected}
    return result


def total(counts: Iterable[dict[str, Count]]) -> dict[str, Count]:
    """The sums over projects, by kind that any of them judges."""
    sums: dict[str, Count] = {}
    for each in counts:
        for kind, count in each.items():
            sums[kind] = sums.get(kind, Count()) + count
    return {kind: sums[kind] for kind in KINDS if kind in sums}


def with_groups(counts: dict[str, Count]) -> dict[str, Count]:
    """The counts by kind, with the sum of each group of which more than one kind is judged before its kinds."""
    shown: dict[str, Count] = {}
    for name, kinds in GROUPS.items():
        members = [counts[kind] for kind in kinds if kind in counts]
        if len(members) > 1:
            shown[name] = sum(members, Count())
    return shown | counts


def _count(kind: str, right: set[tuple[str, str]], result: Score) -> Count:
    return Count(
        right=sum(of == kind for of, _ in right),
        wrong=sum(wrong.finding.kind == kind for wrong in result.wrong),
        missed=sum(missed.kind == kind for missed in result.missed),
    )


def _near(finding: Finding, missed: Iterable[Missed]) -> str | None:
    """A thing that was missed and differs in case, in its namespace or in its kind alone."""
    for each in missed:
        if _is_comparable(finding.kind, each.kind):
            for name in each.names:
                if _bare(name) == _bare(finding.name):
                    return name if each.kind == finding.kind else f"{name}, labeled in {each.kind}"
    return None


def _is_comparable(kind: str, other: str) -> bool:
    return kind == other or any(kind in group and other in group for group in (MODELS, DATASETS))


def _bare(name: str) -> str:
    return name.rpartition("/")[2].casefold()


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
