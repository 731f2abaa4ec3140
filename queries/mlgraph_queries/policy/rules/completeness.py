"""Rules on how much is stated, held against the checklists that texts on bills of materials ask for."""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph_queries.checklists import CHECKLISTS, ROLES, chosen
from mlgraph_queries.completeness import Judged, State, judge
from mlgraph_queries.policy.options import Option, Settings, among, choice, share, words
from mlgraph_queries.policy.rule import Breach, Material, Rule

_LISTS = {**CHECKLISTS, **ROLES}
_ELEMENTS = tuple(element.id for known in _LISTS.values() for element in known.elements)
_NAMED = 5
"""Subjects of which an element is missing that are told by name."""


def _missing(material: Material, settings: Settings) -> Iterator[Breach]:
    wanted, minimum = frozenset(settings.words("elements")), settings.number("minimum")
    named = settings.words("lists") or tuple(
        key for key, known in _LISTS.items() if wanted & {e.id for e in known.elements}
    )
    for judged in judge(chosen(named), material.witness()) if named else ():
        key = judged.checklist.key
        if judged.asked and judged.stated / judged.asked < minimum:
            found = f"{judged.stated:,} of {judged.asked:,} values are stated ({judged.stated / judged.asked:.0%})"
            yield Breach(key, f"{found}, the policy asks for {minimum:.0%}")
        yield from _elements(judged, wanted)


def _elements(judged: Judged, wanted: frozenset[str]) -> Iterator[Breach]:
    for element, found in judged.by_element().items():
        asked = [each for each in found if each.state is not State.NOT_APPLICABLE]
        missing = [each for each in asked if each.state is not State.STATED]
        if element.id in wanted and missing:
            names = ", ".join(each.name or each.subject or f"no {each.kind} is known" for each in missing[:_NAMED])
            more = f" and {len(missing) - _NAMED:,} more" if len(missing) > _NAMED else ""
            text = f"{element.name}: not stated of {len(missing):,} of {len(asked):,} ({names}{more})"
            yield Breach(judged.checklist.key, text, about=element.id)


def _element(word: object) -> str | None:
    return None if word in _ELEMENTS else among(_ELEMENTS, word)


RULES = (
    Rule(
        "missing-completeness",
        "Less is stated than a checklist asks for",
        "`mlgraph completeness` lists what is missing, element by element, and why.",
        _missing,
        (
            Option("lists", "Checklists, or roles, that are asked.", words(choice(*_LISTS)), []),
            Option("minimum", "The share of the values of each list that has to be stated.", share, 0.0),
            Option(
                "elements",
                "Elements, by id, that have to be stated of all that they are asked of.",
                words(_element),
                [],
            ),
        ),
        tags=("completeness",),
    ),
)
