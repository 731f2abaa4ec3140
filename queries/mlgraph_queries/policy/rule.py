"""What a rule is: a name, what it means, what it can be told, and the function that looks for what breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from mlgraph_queries.completeness import Witness
from mlgraph_queries.entries import Finding, Inventory
from mlgraph_queries.policy.options import Option, Settings


class Level(StrEnum):
    """What it means that a rule is broken."""

    ERROR = "error"
    """The check fails."""
    WARNING = "warning"
    """It is told, and the check passes."""
    OFF = "off"
    """Nobody looks."""


@dataclass(frozen=True, slots=True)
class Breach:
    """One thing that breaks a rule."""

    subject: str
    """What it is about: an id of the graph where it has one, else words without a line number in them."""
    text: str
    """One sentence with the figures in it."""
    where: tuple[str, ...] = ()
    """The places of its evidence, the one to look at first before all others: `pyproject.toml:14`."""
    about: str = ""
    """What of the subject: the id of a vulnerability, a clause, an element of a checklist; empty: the subject itself."""
    aliases: tuple[str, ...] = ()
    """Other names of that."""
    lasting: str = ""
    """What the subject is called when its version moves; empty: the same."""
    score: float | None = None
    """How severe it is, from 0.0 to 10.0 (CVSS); None: nobody scored it."""


@dataclass(frozen=True, slots=True)
class Unjudged:
    """One thing of which nobody can say whether it breaks a rule, since what would tell was not read."""

    subject: str
    reason: str
    """What was not read."""
    where: tuple[str, ...] = ()
    lasting: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """What rules look at: one project, or one bill of materials."""

    inventory: Inventory
    findings: tuple[Finding, ...]
    witness: Callable[[], Witness]
    """What is stated of it, for checklists; put together when a rule asks."""
    folder: str = ""
    """Where it lies in the project that is checked: `services/api`; empty: it is that project."""
    document: str = ""
    """What a bill of materials is called in the places of its evidence; empty: it is no bill of materials."""


Judge: TypeAlias = "Callable[[Material, Settings], Iterator[Breach | Unjudged]]"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that a policy can set."""

    name: str
    title: str
    """What is wrong where it is broken, in a few words."""
    help: str
    """Why that matters, and what to do."""
    judge: Judge
    options: tuple[Option, ...] = ()
    level: Level = Level.WARNING
    """Where a policy names the rule without a level, and the policy below it has it off."""
    tags: tuple[str, ...] = ()
    """What it belongs to: `security`, `license`, `reproducibility`, ..."""

    def option(self, name: str) -> Option | None:
        """The option of a name."""
        return next((option for option in self.options if option.name == name), None)
