"""Holds what a project is made of against a policy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from mlgraph_queries.policy.checked import Checked, Recorded, State, Violation
from mlgraph_queries.policy.fingerprint import fingerprint
from mlgraph_queries.policy.places import Naming
from mlgraph_queries.policy.policy import OnUnknown, Policy, Setting
from mlgraph_queries.policy.rule import Breach, Level, Material, Unjudged
from mlgraph_queries.policy.waivers import FAR_AHEAD_DAYS, Waiver

_STATES = tuple(State)


def check(
    policy: Policy, materials: Sequence[Material], *, as_of: date, baseline: Mapping[str, Recorded] | None = None
) -> Checked:
    """Say what breaks a policy on a day: in a project (the first) and those nested in it.

    `baseline` is an earlier result by fingerprints: what it has does not fail the check again.
    """
    waivers = _Waivers(policy.waivers, as_of)
    named = [(material, Naming(material)) for material in materials]
    found: dict[str, Violation] = {}
    for setting in policy.in_force:
        for material, naming in named:
            for judged in setting.rule.judge(material, setting.options):
                violation = _violation(setting, judged, naming, waivers)
                if violation is not None:
                    known = found.get(violation.fingerprint)
                    found[violation.fingerprint] = violation if known is None else _merged(known, violation)
    violations = [_compared(violation, baseline) for violation in found.values()]
    inventory = materials[0].inventory
    return Checked(
        project=inventory.project,
        title=f"{inventory.name} {inventory.version}" if inventory.version else inventory.name,
        policy=policy,
        as_of=as_of,
        violations=tuple(sorted(violations, key=_order)),
        gone=tuple(_gone(baseline or {}, violations)),
        notes=(*_on_policy(policy), *waivers.notes()),
    )


class _Waivers:
    """The waivers of a policy on a day, and which of them were needed."""

    def __init__(self, waivers: Iterable[Waiver], day: date) -> None:
        self._all, self._day = tuple(waivers), day
        self._used: set[Waiver] = set()
        self._by_rule: dict[str, list[Waiver]] = {}
        for waiver in self._all:
            self._by_rule.setdefault(waiver.rule, []).append(waiver)

    def of(self, rule: str, names: tuple[str, str], judged: Breach | Unjudged) -> tuple[Waiver | None, bool]:
        """The waiver that is meant for something of some names, and whether it holds; of several, one that does."""
        about = (judged.about, *(judged.aliases if isinstance(judged, Breach) else ()))
        meant = [waiver for waiver in self._by_rule.get(rule, ()) if waiver.covers(names, about)]
        self._used.update(meant)
        holding = [waiver for waiver in meant if waiver.holds_on(self._day)]
        latest = max(holding or meant, key=lambda waiver: waiver.expires, default=None)
        return latest, bool(holding)

    def notes(self) -> Iterator[str]:
        """What somebody should know of the waivers themselves."""
        for waiver in self._all:
            what = f"{waiver.place}: the waiver of {waiver.rule} for {waiver.subject}"
            if waiver not in self._used:
                yield f"{what} matches nothing"
            if waiver.expires > self._day + timedelta(days=FAR_AHEAD_DAYS):
                yield f"{what} holds until {waiver.expires}, more than a year ahead"


def _violation(setting: Setting, judged: Breach | Unjudged, naming: Naming, waivers: _Waivers) -> Violation | None:
    """What comes of one thing that a rule found; None where the policy does not want to know."""
    is_known = isinstance(judged, Breach)
    if not is_known and setting.unknown is OnUnknown.IGNORE:
        return None
    level = setting.level if is_known else _LEVELS[setting.unknown]
    subject = naming.subject(judged)
    lasting = judged.lasting or subject
    waiver, holds = waivers.of(setting.rule.name, (subject, lasting), judged)
    text, about, score = _said(judged)
    if waiver is not None and not holds:
        text = f"{text}; its waiver ({waiver.reason}) has expired on {waiver.expires}"
    return Violation(
        rule=setting.rule.name,
        level=level,
        state=State.WAIVED if holds else State.BROKEN if is_known else State.UNKNOWN,
        subject=subject,
        about=about,
        text=text,
        where=naming.places(judged.where),
        fingerprint=fingerprint(setting.rule.name, lasting, about, folder=naming.folder, is_known=is_known),
        score=score,
        waiver=waiver,
    )


_LEVELS = {OnUnknown.FAIL: Level.ERROR, OnUnknown.WARN: Level.WARNING}


def _said(judged: Breach | Unjudged) -> tuple[str, str, float | None]:
    if isinstance(judged, Breach):
        return judged.text, judged.about, judged.score
    return judged.reason, judged.about, None


def _merged(one: Violation, other: Violation) -> Violation:
    """Two of one fingerprint: one that is not waived before one that is, with the places and the higher score of both."""
    one, other = (other, one) if one.state is State.WAIVED else (one, other)
    scores = [score for score in (one.score, other.score) if score is not None]
    where = tuple(dict.fromkeys((*one.where, *other.where)))
    return replace(one, where=where, score=max(scores, default=None))


def _compared(violation: Violation, baseline: Mapping[str, Recorded] | None) -> Violation:
    """A violation that says whether an earlier result has it; one that was waived there was not accepted for good."""
    if baseline is None:
        return violation
    before = baseline.get(violation.fingerprint)
    is_new = before is None or (before.state is State.WAIVED and violation.state is not State.WAIVED)
    state = State.KNOWN if violation.state is State.BROKEN and not is_new else violation.state
    return replace(violation, is_new=is_new, state=state)


def _gone(baseline: Mapping[str, Recorded], violations: Sequence[Violation]) -> Iterator[Recorded]:
    """What an earlier result has and this one has not, where this one could have found it."""
    there = {violation.fingerprint for violation in violations}
    unknown = {(violation.rule, violation.subject) for violation in violations if violation.state is State.UNKNOWN}
    for found, before in sorted(baseline.items(), key=lambda item: (item[1].rule, item[1].subject, item[1].about)):
        if found not in there and before.state is not State.UNKNOWN and (before.rule, before.subject) not in unknown:
            yield before


def _on_policy(policy: Policy) -> Iterator[str]:
    if not policy.in_force:
        yield f"{policy.name}: no rule is on, so nothing was checked"


def _order(violation: Violation) -> tuple[bool, int, bool, str, str, str]:
    is_warning = violation.level is not Level.ERROR
    place = _STATES.index(violation.state)
    return not violation.fails, place, is_warning, violation.rule, violation.subject, violation.about
