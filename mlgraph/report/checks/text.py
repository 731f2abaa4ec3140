"""The result of a check for a terminal: what is broken first, then what is waived, then what nobody knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mlgraph.report.shown import Paths, count_of, visible
from mlgraph_queries.policy import Checked, Level, State, Violation

_SHOWN = 20
"""Violations of one rule that the check fails for, and that are told one by one."""
_NAMED = 3
"""Of those that it does not fail for, and names in a line."""
_HEADINGS = (
    (State.BROKEN, Level.ERROR, "Broken"),
    (State.BROKEN, Level.WARNING, "Warnings"),
    (State.KNOWN, None, "Known from the baseline"),
    (State.WAIVED, None, "Waived"),
)


def as_text(checked: Checked) -> str:
    """A verdict below all that led to it, a few lines for each rule."""
    paths = Paths.of(checked.project)
    rules = count_of(len(checked.policy.in_force), "rule")
    lines = [f"{checked.title}: held against {rules} of {checked.policy.name}, as of {checked.as_of}"]
    for state, level, heading in _HEADINGS:
        lines += _state(heading, checked.of(state, level), paths)
    lines += _unknown(checked.of(State.UNKNOWN))
    lines += _listed("Gone since the baseline", [_name(was.rule, was.subject, was.about) for was in checked.gone])
    lines += _listed("Notes", checked.notes)
    lines += ["", _verdict(checked)]
    return "".join(f"{visible(line, limit=2000)}\n" for line in lines)


def figures(checked: Checked) -> str:
    """How many violations there are of each kind: `2 errors, 5 warnings, 1 waived`."""
    counts = (
        (len(checked.of(State.BROKEN, Level.ERROR)), "error", "errors"),
        (len(checked.of(State.BROKEN, Level.WARNING)), "warning", "warnings"),
        (len(checked.of(State.KNOWN)), "known", "known"),
        (len(checked.of(State.WAIVED)), "waived", "waived"),
        (len(checked.of(State.UNKNOWN)), "unknown", "unknown"),
    )
    return ", ".join(count_of(count, one, several) for count, one, several in counts if count)


def _verdict(checked: Checked) -> str:
    told = figures(checked)
    if checked.fails:
        return f"Failed: {told}"
    return f"Passed: {told}" if told else "Passed: nothing breaks a rule"


def _state(heading: str, found: Sequence[Violation], paths: Paths) -> Iterator[str]:
    if not found:
        return
    yield from ("", f"{heading} ({len(found):,})")
    for rule, level, several in _by_rule(found):
        yield f"  {'!' if level is Level.ERROR else '-'} {rule} ({len(several):,})"
        room = _SHOWN if any(violation.fails for violation in several) else _NAMED
        yield from (_line(violation, paths) for violation in several[:room])
        if len(several) > room:
            yield f"      and {len(several) - room:,} more"


def _line(violation: Violation, paths: Paths) -> str:
    about = f" {violation.about}" if violation.about else ""
    place = f" [{paths.place(violation.where[0])}]" if violation.where else ""
    why = ""
    if violation.state is State.WAIVED and violation.waiver is not None:
        by = f", by {violation.waiver.by}" if violation.waiver.by else ""
        why = f"; waived until {violation.waiver.expires}{by}: {violation.waiver.reason}"
    return f"      {paths.relative(violation.subject)}{about}: {paths.sentence(violation.text)}{place}{why}"


def _unknown(found: Sequence[Violation]) -> Iterator[str]:
    """What could not be judged, by what was not read: for many packages one line says so."""
    if not found:
        return
    yield from ("", f"Unknown, since what would tell was not read ({len(found):,})")
    groups: dict[tuple[str, bool], list[Violation]] = {}
    for violation in found:
        groups.setdefault((violation.text, violation.fails), []).append(violation)
    for (text, fails), several in groups.items():
        rules = ", ".join(dict.fromkeys(violation.rule for violation in several))
        subjects = list(dict.fromkeys(violation.subject for violation in several))
        more = f" and {len(subjects) - _NAMED:,} more" if len(subjects) > _NAMED else ""
        yield f"  {'!' if fails else '?'} {rules}: {text}: {', '.join(subjects[:_NAMED])}{more}"


def _listed(heading: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield from ("", f"{heading} ({len(lines):,})")
        yield from (f"  {line}" for line in lines[:_SHOWN])
        if len(lines) > _SHOWN:
            yield f"  and {len(lines) - _SHOWN:,} more"


def _name(rule: str, subject: str, about: str) -> str:
    return f"{rule}: {subject} {about}".rstrip()


def _by_rule(found: Iterable[Violation]) -> Iterator[tuple[str, Level, list[Violation]]]:
    groups: dict[tuple[str, Level], list[Violation]] = {}
    for violation in found:
        groups.setdefault((violation.rule, violation.level), []).append(violation)
    return ((rule, level, several) for (rule, level), several in groups.items())
