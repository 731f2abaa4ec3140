"""What a check found: violations, each in one state, and what belongs below them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mlgraph.model.ids import NodeId
from mlgraph_queries.policy.policy import Policy
from mlgraph_queries.policy.rule import Level
from mlgraph_queries.policy.waivers import Waiver


class State(StrEnum):
    """What became of a violation."""

    BROKEN = "broken"
    WAIVED = "waived"
    KNOWN = "known"
    """The baseline has it: it is told, and does not fail the check."""
    UNKNOWN = "unknown"
    """Nobody could judge, since what would tell was not read."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule, and what breaks it."""

    rule: str
    level: Level
    """ERROR or WARNING."""
    state: State
    subject: str
    about: str
    text: str
    where: tuple[str, ...]
    fingerprint: str
    score: float | None = None
    """How severe, from 0.0 to 10.0 (CVSS); None: nobody scored it."""
    waiver: Waiver | None = None
    """The one that is meant for it, whether it holds or not."""
    is_new: bool | None = None
    """Whether the baseline does not have it; None: there is no baseline."""

    @property
    def fails(self) -> bool:
        """Whether the check fails for it."""
        return self.level is Level.ERROR and self.state in {State.BROKEN, State.UNKNOWN} and self.is_new is not False


@dataclass(frozen=True, slots=True)
class Recorded:
    """A violation as an earlier result has it."""

    rule: str
    subject: str
    about: str
    state: State


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of a check."""

    project: NodeId
    title: str
    """Name and version of what was checked."""
    policy: Policy
    as_of: date
    """The day for which waivers were judged."""
    violations: tuple[Violation, ...]
    """Those that fail first, then by rule and subject."""
    gone: tuple[Recorded, ...] = ()
    """What the baseline has and is no more."""
    notes: tuple[str, ...] = ()
    """Sentences on waivers that match nothing, hold for long, and the like."""

    @property
    def fails(self) -> bool:
        """Whether anything breaks the policy so that a pipeline has to stop."""
        return any(violation.fails for violation in self.violations)

    def of(self, state: State, level: Level | None = None) -> tuple[Violation, ...]:
        """The violations in a state, of a level where one is given."""
        found = (violation for violation in self.violations if violation.state is state)
        return tuple(violation for violation in found if level is None or violation.level is level)
