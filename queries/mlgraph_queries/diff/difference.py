"""The answer to what changed, as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from mlgraph_queries.compositions import ListState
from mlgraph_queries.diff.changes import Change, What, changes, says_requirements
from mlgraph_queries.diff.parts import parts
from mlgraph_queries.diff.sides import Side
from mlgraph_queries.table import Column, Row, Table

_COLUMNS = (
    Column(
        "part", None, "What changed: a package, model, dataset, service, file, requirement, vulnerability, finding."
    ),
    Column(
        "change",
        None,
        "added, removed; not seen before, not seen: the other side need not list everything; version; license; hash "
        "(other content under one version); lineage; endpoint; status.",
    ),
    Column("name", None, "Which one."),
    Column("before", None, "What the first says; empty: it is not there; unknown: nothing is said."),
    Column("after", None, "What the second says, likewise."),
    Column("alarm", None, "Whether it should not happen."),
)


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from one side to the other."""

    old: Side
    new: Side
    changes: tuple[Change, ...]

    @property
    def is_none(self) -> bool:
        """Whether both say the same of all that is compared."""
        return not self.changes

    @property
    def counts(self) -> Counter[What]:
        """How many changes of each kind there are in the parts: findings and requirements follow from those."""
        return Counter(change.what for change in self.changes if change.part not in {"finding", "requirement"})

    @property
    def summary(self) -> str:
        """One line: `3 added, 1 removed, 2 versions changed`."""
        words = [f"{count:,} {_WORDS[what][count != 1]}" for what in What if (count := self.counts[what])]
        findings = [change.what for change in self.changes if change.part == "finding"]
        for kinds, word in ((_CAME, "new"), (_WENT, "gone")):
            if count := sum(what in kinds for what in findings):
                words.append(f"{count:,} {'finding' if count == 1 else 'findings'} {word}")
        asked = sum(change.part == "requirement" for change in self.changes)
        words += [f"{asked:,} direct {'requirement' if asked == 1 else 'requirements'} changed"] if asked else []
        return ", ".join(words) or "no difference"

    def unknown(self) -> Iterator[str]:
        """What the comparison cannot tell, one sentence each."""
        seen = {change.what for change in self.changes}
        sides = (
            (self.new, self.old, What.NOT_SEEN, "removed"),
            (self.old, self.new, What.APPEARED, "added"),
        )
        for silent, other, what, word in sides:
            if what in seen:
                yield f"{silent.title} {_why(silent)}: what only {other.title} lists is not known to be {word}"
        for one in (self.old, self.new):
            if not says_requirements(one.inventory):
                yield f"{one.title} does not say what is required directly: that was not compared"

    def table(self) -> Table:
        """All changes as a table."""
        old, new = parts(self.old.inventory), parts(self.new.inventory)
        return Table(
            "diff",
            _COLUMNS,
            tuple(map(_row, self.changes)),
            parameters={"old": self.old.title, "new": self.new.title, "summary": self.summary},
            coverage={"parts_old": len(old), "parts_new": len(new), "parts_equal": len(set(old) & set(new))},
            unknown=tuple(self.unknown()),
        )


def difference(old: Side, new: Side) -> Difference:
    """Compare two sides."""
    return Difference(old, new, changes(old, new))


def _row(change: Change) -> Row:
    """What was not there is empty; what nobody says is unknown."""
    before = "" if change.what in _CAME else change.before
    after = "" if change.what in _WENT else change.after
    if change.part == "requirement":
        before = after = ""
    return (change.part, str(change.what), change.name, before, after, change.is_alarm)


def _why(silent: Side) -> str:
    if silent.inventory.failed:
        return "could not be read in full"
    if silent.state is ListState.INCOMPLETE:
        return "says that its list is incomplete"
    if not silent.tools:
        return "says neither that its list is complete nor which tool made it"
    return "does not say that its list is complete, and another tool made it, or at another stage"


_WORDS = {
    What.ADDED: ("added", "added"),
    What.APPEARED: ("not seen before", "not seen before"),
    What.REMOVED: ("removed", "removed"),
    What.NOT_SEEN: ("not seen", "not seen"),
    What.VERSION: ("version changed", "versions changed"),
    What.LICENSE: ("license changed", "licenses changed"),
    What.HASH: ("hash changed under the same version", "hashes changed under the same version"),
    What.LINEAGE: ("lineage changed", "lineages changed"),
    What.ENDPOINT: ("endpoint changed", "endpoints changed"),
    What.STATUS: ("status changed", "statuses changed"),
}
_CAME = frozenset({What.ADDED, What.APPEARED})
_WENT = frozenset({What.REMOVED, What.NOT_SEEN})
