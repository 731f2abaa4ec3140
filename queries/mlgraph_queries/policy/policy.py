"""A policy: which rules hold, how strictly, with what options, and what is waived."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mlgraph_queries.policy.options import Settings
from mlgraph_queries.policy.rule import Level, Rule
from mlgraph_queries.policy.waivers import Waiver


class OnUnknown(StrEnum):
    """What it means that nobody can say whether a rule is broken."""

    FAIL = "fail"
    WARN = "warn"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Setting:
    """A rule as a policy sets it."""

    rule: Rule
    level: Level
    unknown: OnUnknown
    options: Settings


@dataclass(frozen=True, slots=True)
class Policy:
    """All rules as they are set, in the order of the table of rules, and all waivers."""

    name: str
    """The file that it was read in, or `default policy`."""
    settings: tuple[Setting, ...]
    waivers: tuple[Waiver, ...] = ()

    @property
    def in_force(self) -> tuple[Setting, ...]:
        """The rules that are not off."""
        return tuple(setting for setting in self.settings if setting.level is not Level.OFF)
