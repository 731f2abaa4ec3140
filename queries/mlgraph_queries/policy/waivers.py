"""Waivers: what breaks a rule and is let through, by whom, why, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase

FAR_AHEAD_DAYS = 366
"""A waiver that holds for longer is noted: whoever wrote it will hardly look at it again."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """What a policy lets through."""

    rule: str
    subject: str
    """An id, or a pattern in which `*` stands for anything and `?` for one character."""
    reason: str
    expires: date
    """The last day on which it holds."""
    place: str
    """Where it stands: `policy.toml:12`."""
    about: str = "*"
    """Of what of the subject: the id of a vulnerability, a clause, an element; an id or a pattern, too."""
    by: str | None = None
    """Who decided."""

    def covers(self, names: tuple[str, ...], about: tuple[str, ...]) -> bool:
        """Whether it is meant for something of some names, and of it for something of some names."""
        return any(_fits(name, self.subject) for name in names) and any(_fits(name, self.about) for name in about)

    def holds_on(self, day: date) -> bool:
        """Whether it lets anything through on a day."""
        return day <= self.expires


def _fits(name: str, pattern: str) -> bool:
    """Whether a name is meant by a pattern; brackets stand for themselves."""
    return name == pattern or fnmatchcase(name, pattern.replace("[", "[[]"))
