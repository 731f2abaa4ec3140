"""What the parts of a system say of the whole: what it is made of, how it performs, and what it has none of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from mlgraph_queries.checklists import Fact
from mlgraph_queries.completeness.subjects import Gathering, Subject, SubjectKind
from mlgraph_queries.completeness.weight_names import whole_name

_GROUPS = (
    (SubjectKind.PACKAGE, Fact.SOFTWARE),
    (SubjectKind.MODEL, Fact.PRETRAINED),
    (SubjectKind.DATASET, Fact.DATASETS),
)
GROUPS = frozenset({Fact.COMPONENTS, *(fact for _, fact in _GROUPS)})
"""The facts that a list of components answers."""
PERFORMANCE = (Fact.METRIC, Fact.ENERGY)
"""The facts that hold of a system where they hold of a model in it."""


def say_parts(found: Gathering, subjects: Sequence[Subject]) -> None:
    """Note of a system how many components of each kind it has, and how the models among them perform."""
    words, sources = [], []
    for kind, fact in _GROUPS:
        those = [subject for subject in subjects if subject.kind is kind and subject.facts.get(Fact.NAME)]
        if those:
            first, count = those[0].facts[Fact.NAME][0], len(those)
            words.append(f"{count:,} {kind}{'' if count == 1 else 's'}")
            sources.append(first)
            found.say(fact, words[-1], first.where, first.method)
    for source in sources[:1]:
        found.say(Fact.COMPONENTS, ", ".join(words), source.where, source.method)
    for subject in subjects:
        if subject.kind is SubjectKind.MODEL and subject.unreachable is None:
            for fact in PERFORMANCE:
                for said in subject.facts.get(fact, ())[:1]:
                    found.say(fact, f"{subject.name}: {said.value}", said.where, said.method)


def joined(subjects: Iterable[Subject]) -> list[Subject]:
    """The same, the files that a model is split into as one model: formats without a place for that list each file."""
    found: dict[tuple[SubjectKind, str], Subject] = {}
    for subject in subjects:
        whole = whole_name(subject.name) if subject.kind is SubjectKind.MODEL else subject.name
        key = (subject.kind, subject.id if whole == subject.name else whole)
        known = found.get(key)
        facts = dict(known.facts) if known is not None else {}
        for fact, said in subject.facts.items():
            facts[fact] = (*facts.get(fact, ()), *said)
        found[key] = replace(known or subject, name=whole, facts=facts)
    return list(found.values())


def absent_of_document(subjects: Sequence[Subject], about: SubjectKind | None = None) -> Mapping[SubjectKind, str]:
    """Why elements do not apply to a document: one on a model (`about`) is on no system, and has datasets behind it."""
    found = {SubjectKind.SYSTEM: f"the document is about a {about}, not about a system"} if about is not None else {}
    if SubjectKind.MODEL not in {subject.kind for subject in subjects}:
        found[SubjectKind.MODEL] = "the document lists no model"
        found[SubjectKind.DATASET] = "the document lists neither a model nor a dataset"
    return found
