"""The checklists that a bill of materials is held against.

To add one: a module with a Checklist, read from its primary text, and a place in `CHECKLISTS` or `ROLES`. A fact that
no list asked for before is a member of `Fact`, and a line where an inventory or a format states it.
"""

from __future__ import annotations

from collections.abc import Sequence

from mlgraph.model.errors import QueryError
from mlgraph_queries.checklists.ai_act import DOWNSTREAM, GPAI, HIGH_RISK, MODIFIER
from mlgraph_queries.checklists.checklist import Checklist, Element, Level
from mlgraph_queries.checklists.cra import CRA
from mlgraph_queries.checklists.facts import Fact
from mlgraph_queries.checklists.g7 import G7
from mlgraph_queries.checklists.ntia import CISA, NTIA
from mlgraph_queries.checklists.owasp import OWASP

__all__ = ["CHECKLISTS", "ROLES", "Checklist", "Element", "Fact", "Level", "chosen"]

CHECKLISTS: dict[str, Checklist] = {known.key: known for known in (G7, OWASP, NTIA, CISA)}
"""What every bill of materials is held against, by name."""
ROLES: dict[str, Checklist] = {known.key: known for known in (GPAI, DOWNSTREAM, HIGH_RISK, MODIFIER, CRA)}
"""What the law asks of a role; only its user knows which one is theirs."""


def chosen(lists: Sequence[str] = (), roles: Sequence[str] = ()) -> tuple[Checklist, ...]:
    """The checklists of some names; those that hold for everybody where none is named.

    Raises QueryError for a name that there is none of.
    """
    named = lists or (() if roles else tuple(CHECKLISTS))
    known = {**CHECKLISTS, **ROLES}
    strange = [name for name in named if name not in known]
    if strange:
        raise QueryError(f"there is no checklist {strange[0]!r}; choose one of {', '.join(known)}")
    strange = [name for name in roles if name not in ROLES]
    if strange:
        raise QueryError(f"there is no role {strange[0]!r}; choose one of {', '.join(ROLES)}")
    return tuple(known[name] for name in dict.fromkeys((*named, *roles)))
