"""The one range in which a package is asked for, where several declarations ask for it."""

from __future__ import annotations

from collections.abc import Iterable

from mlgraph.bom.cyclonedx.version_range import vers
from mlgraph_ontology.kinds import Scope
from mlgraph_queries.stated import Sighting

_Condition = tuple[str, ...]
"""What has to be so for a declaration to count: marker, extra, group, and a scope other than run time."""
_ALWAYS: _Condition = ("", "", "", "")


def declared_range(declared: Iterable[Sighting]) -> str | None:
    """The versions that some environment may use, by all that is declared, as a vers URI.

    The rule: a version is in the range if it satisfies every declaration that always counts (no marker, extra or
    group, at run time) and, where each declaration has a condition, all those of at least one condition. Declarations
    with equal conditions hold together; those with different ones are alternatives, as nothing is known of which
    conditions can be true at once: beside a declaration that always counts they narrow nothing. A constraints file
    limits, and asks for nothing: what it says is added to what is declared under the same condition, or always.

    None where nothing is asked for, where every version would do or none, and where vers cannot say it.
    """
    asked: dict[_Condition, list[str]] = {}
    limits: dict[_Condition, list[str]] = {}
    for seen in declared:
        specifiers = (limits if seen.detail.get("constraint") else asked).setdefault(_condition(seen), [])
        if specifier := seen.detail.get("specifier"):
            specifiers.append(str(specifier))
    if not asked:
        return None
    always = [*asked.get(_ALWAYS, ()), *limits.get(_ALWAYS, ())]
    if _ALWAYS in asked:
        return vers(always)
    return vers(always, ([*specifiers, *limits.get(condition, ())] for condition, specifiers in asked.items()))


def _condition(seen: Sighting) -> _Condition:
    said = [str(seen.detail.get(name) or "") for name in ("marker", "extra", "group", "scope")]
    if said[3] == Scope.RUNTIME or seen.detail.get("constraint"):
        said[3] = ""
    return tuple(said)
