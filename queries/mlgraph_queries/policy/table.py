"""The result of a check as a table, whose JSON is the documented shape of it."""

from __future__ import annotations

from mlgraph.model.assertions import JsonValue
from mlgraph_queries.policy.checked import Checked, State, Violation
from mlgraph_queries.policy.rule import Level
from mlgraph_queries.table import Column, Row, Table

QUESTION = "check"
VERSION = 1
"""Of the shape of the JSON; a baseline of another one is refused."""
_COLUMNS = (
    Column("state", None, "broken, waived, known (the baseline has it) or unknown (nobody could judge)."),
    Column("level", None, "error: the check fails for it unless it is waived or known; warning: it is told."),
    Column("rule", None, "The rule that it breaks."),
    Column("subject", None, "What it is about: an id of the graph, or a file."),
    Column("about", None, "What of the subject: a vulnerability, a clause, an element; unknown: the subject itself."),
    Column("text", None, "What is wrong, with its figures."),
    Column("where", None, "The places of its evidence."),
    Column("score", "of 10", "How severe it is (CVSS); unknown: nobody scored it.", is_detail=True),
    Column("fails", None, "Whether the check fails for it.", is_detail=True),
    Column("is_new", None, "Whether the baseline does not have it; unknown: there is no baseline.", is_detail=True),
    Column("fingerprint", None, "By what it is known again, whatever its line.", is_detail=True),
    Column("waiver", None, "Why it is, or was, let through.", is_detail=True),
    Column("expires", None, "The last day of the waiver.", is_detail=True),
    Column("by", None, "Who decided on the waiver.", is_detail=True),
    Column("waived_at", None, "Where the waiver stands.", is_detail=True),
)


def as_table(checked: Checked) -> Table:
    """Every violation, one row each; what disappeared and what is to be noted stand in the coverage."""
    rules: list[JsonValue] = [setting.rule.name for setting in checked.policy.in_force]
    gone: list[JsonValue] = [
        {"rule": was.rule, "subject": was.subject, "about": was.about or None} for was in checked.gone
    ]
    unknown = dict.fromkeys(f"{found.rule}: {found.subject}: {found.text}" for found in checked.of(State.UNKNOWN))
    return Table(
        QUESTION,
        _COLUMNS,
        tuple(map(_row, checked.violations)),
        parameters={"of": checked.title, "policy": checked.policy.name, "rules": rules},
        coverage={
            "passed": not checked.fails,
            "errors": len(checked.of(State.BROKEN, Level.ERROR)),
            "warnings": len(checked.of(State.BROKEN, Level.WARNING)),
            "waived": len(checked.of(State.WAIVED)),
            "known": len(checked.of(State.KNOWN)),
            "unknown": len(checked.of(State.UNKNOWN)),
            "gone": gone,
            "notes": list(checked.notes),
        },
        unknown=tuple(unknown),
        as_of=checked.as_of,
        version=VERSION,
    )


def _row(violation: Violation) -> Row:
    waiver = violation.waiver
    return (
        violation.state.value,
        violation.level.value,
        violation.rule,
        violation.subject,
        violation.about or None,
        violation.text,
        list(violation.where),
        violation.score,
        violation.fails,
        violation.is_new,
        violation.fingerprint,
        waiver.reason if waiver is not None else None,
        waiver.expires.isoformat() if waiver is not None else None,
        waiver.by if waiver is not None else None,
        waiver.place if waiver is not None else None,
    )
