"""Hold checklists against what is said: element by element, subject by subject."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mlgraph_ontology.kinds import Method
from mlgraph_queries.checklists import Checklist, Element, Level
from mlgraph_queries.completeness.subjects import Said, Subject, SubjectKind, Witness

_KINDS = {
    Level.DOCUMENT: (SubjectKind.DOCUMENT,),
    Level.SYSTEM: (SubjectKind.SYSTEM,),
    Level.COMPONENT: (SubjectKind.SYSTEM, SubjectKind.PACKAGE, SubjectKind.MODEL, SubjectKind.DATASET),
    Level.MODEL: (SubjectKind.MODEL,),
    Level.DATASET: (SubjectKind.DATASET,),
}


class State(StrEnum):
    """What is known of an element."""

    STATED = "stated"
    UNKNOWN = "unknown"
    OF_PROVIDER = "only the provider can say"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is known of one element of one subject."""

    element: Element
    kind: SubjectKind
    subject: str
    """The id of the subject; of none where there is no such subject."""
    name: str
    state: State
    value: str | None = None
    where: str | None = None
    method: Method | None = None
    reason: str = ""
    """Why it does not apply, or is not known, where there is more to say than that."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How much is known of one subject."""

    subject: str
    name: str
    stated: int
    asked: int


@dataclass(frozen=True, slots=True)
class Judged:
    """One checklist with everything that is known."""

    checklist: Checklist
    judgements: tuple[Judgement, ...]

    @property
    def stated(self) -> int:
        """How many values are stated, an element of each subject counted by itself."""
        return sum(found.state is State.STATED for found in self.judgements)

    @property
    def asked(self) -> int:
        """How many values are asked for: all that apply."""
        return sum(found.state is not State.NOT_APPLICABLE for found in self.judgements)

    @property
    def whole(self) -> int:
        """How many elements are stated for every subject that they are asked of."""
        return sum(all(found.state is State.STATED for found in rows) for rows in self.by_element().values())

    def by_element(self) -> dict[Element, tuple[Judgement, ...]]:
        """The judgements of each element, in the order of the list."""
        found: dict[Element, list[Judgement]] = {element: [] for element in self.checklist.elements}
        for each in self.judgements:
            found[each.element].append(each)
        return {element: tuple(rows) for element, rows in found.items()}

    def by_kind(self) -> dict[SubjectKind, tuple[int, int]]:
        """(stated, asked) of each kind of subject that anything is asked of."""
        return {kind: counted(self._of(kind)) for kind in SubjectKind if counted(self._of(kind))[1]}

    def by_subject(self, kind: SubjectKind) -> tuple[Tally, ...]:
        """How much is known of each subject of a kind, in order."""
        groups: dict[tuple[str, str], list[Judgement]] = {}
        for found in self._of(kind):
            if found.subject:
                groups.setdefault((found.subject, found.name), []).append(found)
        return tuple(Tally(subject, name, *counted(rows)) for (subject, name), rows in groups.items())

    def points(self) -> dict[str, float]:
        """Points of 100 of each model, by id, where the list is weighted; without a model there are none.

        A model of which nothing is stated has none: those of its document are not its own.
        """
        weights = self.checklist.weights
        shares: dict[tuple[str, str], list[int]] = {}
        for found in self.judgements if weights else ():
            subject = found.subject if found.kind is SubjectKind.MODEL else ""
            share = shares.setdefault((subject, found.element.cluster), [0, 0])
            share[0] += found.element.weight if found.state is State.STATED else 0
            share[1] += found.element.weight
        models = dict.fromkeys(subject for subject, _ in shares if subject)
        known = {subject for (subject, _), (stated, _) in shares.items() if stated}
        return {model: _points(weights, shares, model) if model in known else 0.0 for model in models}

    def _of(self, kind: SubjectKind) -> list[Judgement]:
        return [found for found in self.judgements if found.kind is kind]


def judge(checklists: Iterable[Checklist], witness: Witness) -> tuple[Judged, ...]:
    """Say of every element of some checklists whether a value with a source is known."""
    return tuple(Judged(each, tuple(_judgements(each.elements, witness))) for each in checklists)


def counted(rows: Sequence[Judgement]) -> tuple[int, int]:
    """(stated, asked) of some judgements."""
    asked = [found for found in rows if found.state is not State.NOT_APPLICABLE]
    return sum(found.state is State.STATED for found in asked), len(asked)


def _points(weights: Mapping[str, int], shares: Mapping[tuple[str, str], Sequence[int]], model: str) -> float:
    return round(sum(weight * _share(shares, cluster, model) for cluster, weight in weights.items()), 1)


def _share(shares: Mapping[tuple[str, str], Sequence[int]], cluster: str, model: str) -> float:
    """The share of a cluster that is known, of one model and of the document, by weight."""
    known = of = 0
    for subject in ("", model):
        each = shares.get((subject, cluster), (0, 0))
        known, of = known + each[0], of + each[1]
    return known / max(1, of)


def _judgements(elements: Iterable[Element], witness: Witness) -> Iterator[Judgement]:
    for element in elements:
        kinds = _KINDS[element.level]
        subjects = witness.of(kinds)
        yield from (_judgement(element, subject, witness) for subject in subjects)
        if not subjects:
            yield _absence(element, kinds[-1], witness)


def _judgement(element: Element, subject: Subject, witness: Witness) -> Judgement:
    def as_(state: State, said: Said | None = None, reason: str = "") -> Judgement:
        value, where, method = (said.value, said.where, said.method) if said else (None, None, None)
        return Judgement(element, subject.kind, subject.id, subject.name, state, value, where, method, reason)

    if subject.unreachable is not None:
        return as_(State.UNKNOWN, reason=f"it could not be reached: {subject.unreachable}")
    said = next((subject.facts[fact][0] for fact in element.facts if subject.facts.get(fact)), None)
    if said is not None:
        return as_(State.STATED, said)
    if element.facts and not subject.is_read:
        return as_(State.UNKNOWN, reason="nothing was read about it")
    unsayable = witness.unsayable.get(subject.kind, frozenset())
    reason = f"{witness.form} has no place for it" if element.facts and unsayable.issuperset(element.facts) else ""
    return as_(State.OF_PROVIDER if element.is_of_provider else State.UNKNOWN, reason=reason)


def _absence(element: Element, kind: SubjectKind, witness: Witness) -> Judgement:
    """The judgement where there is nothing that the element could be asked of."""
    reason = witness.absent.get(kind)
    if reason is not None:
        return Judgement(element, kind, "", "", State.NOT_APPLICABLE, reason=reason)
    return Judgement(element, kind, "", "", State.UNKNOWN, reason=f"no {kind} is known")
