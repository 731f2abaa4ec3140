"""Who is named in an SPDX document: organizations and tools are kept, people are only counted."""

from __future__ import annotations

import re
from dataclasses import dataclass

_AGENT = re.compile(r"\s*(Organization|Person|Tool)\s*:\s*(.*?)\s*", re.IGNORECASE | re.DOTALL)
_CONTACT = re.compile(r"\s*\((?:[^()]*@[^()]*|\s*)\)\s*$")
"""An address of mail, or the empty brackets of one, behind a name (SPDX 2.3 clause 6.8)."""


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody or something that acts."""

    kind: str
    """`organization`, `person`, `tool`, or empty: not said."""
    name: str
    """Empty of people, and of those of whom nobody says that they are none."""


def agent(text: str) -> Agent:
    """Who a text such as `Organization: Example (mail@example.org)` names.

    >>> agent("Organization: Example (mail@example.org)")
    Agent(kind='organization', name='Example')
    >>> agent("Person: A. Nonymous")
    Agent(kind='person', name='')
    """
    match = _AGENT.fullmatch(text)
    if match is None:
        return Agent("", "")
    kind = match[1].lower()
    name = "" if kind == "person" else _CONTACT.sub("", match[2]).strip()
    return Agent(kind, name)
