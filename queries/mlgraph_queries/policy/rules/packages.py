"""Rules on packages: which version is used, and what the index says of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mlgraph_queries.drift import KIND
from mlgraph_queries.entries import WARNING
from mlgraph_queries.policy.options import Option, Settings, choice, words
from mlgraph_queries.policy.places import seen_at, seen_by_id
from mlgraph_queries.policy.rule import Breach, Level, Material, Rule, Unjudged

_STATUSES = ("archived", "deprecated", "quarantined")
"""Status markers that say something against a project (PEP 792, "Project status markers"); the fourth is `active`."""


def _unlocked(material: Material, _settings: Settings) -> Iterator[Breach]:
    yield from _found(material, "unlocked")


def _drift(material: Material, _settings: Settings) -> Iterator[Breach]:
    """Only what disagrees with what was asked for; that something else is there, too, is no more than a note."""
    warned = tuple(finding for finding in material.findings if finding.severity == WARNING)
    yield from _found(replace(material, findings=warned), KIND)


def _yanked(material: Material, _settings: Settings) -> Iterator[Breach | Unjudged]:
    yield from _found(material, "yanked")
    yield from _not_asked(material)


def _not_on_index(material: Material, _settings: Settings) -> Iterator[Breach | Unjudged]:
    yield from _found(material, "not-on-index")
    yield from _not_asked(material)


def _index_status(material: Material, settings: Settings) -> Iterator[Breach | Unjudged]:
    refused = settings.words("statuses")
    status = {str(e.package): e.index.status for e in material.inventory.packages if e.index is not None}
    for finding in _found(material, "index-status"):
        if status.get(finding.subject) in refused:
            yield finding
    yield from _not_asked(material)


def _not_asked(material: Material) -> Iterator[Unjudged]:
    """The packages of which no index says anything; what comes from elsewhere is not an index's to say."""
    for entry in material.inventory.packages:
        is_elsewhere = any(origin.is_direct for origin in entry.origins)
        if entry.index is None and not entry.absent_from and entry.applies and not is_elsewhere:
            yield Unjudged(str(entry.id), "no package index said anything of it", seen_at(entry), str(entry.package))


def _found(material: Material, kind: str) -> Iterator[Breach]:
    """The findings of a kind on packages, with the places in the project before what the index says."""
    seen = seen_by_id(material)
    for finding in material.findings:
        if finding.kind == kind:
            where = tuple(dict.fromkeys((*seen.get(finding.subject, ()), *finding.where)))
            yield Breach(finding.subject, finding.text, where)


RULES = (
    Rule(
        "yanked",
        "A release in use was withdrawn by its publisher",
        "Withdrawn releases are broken, unsafe or published by mistake (PEP 592). Take another version.",
        _yanked,
        tags=("security", "package"),
    ),
    Rule(
        "index-status",
        "The index warns of a package",
        "Quarantined packages may be malware; archived and deprecated ones get no fixes (PEP 792).",
        _index_status,
        (Option("statuses", "Statuses that are refused.", words(choice(*_STATUSES)), ["quarantined"]),),
        Level.ERROR,
        ("security", "package"),
    ),
    Rule(
        "not-on-index",
        "The index has no such package, or not this version of it",
        "Its name may be wrong, and whoever registers it next may be anybody. Correct the name, or say where it comes from.",
        _not_on_index,
        tags=("security", "package"),
    ),
    Rule(
        "version-drift",
        "What is declared, what is locked and what is installed do not agree",
        "What was tested is not what is shipped. Lock again, install again, or correct the range.",
        _drift,
        tags=("reproducibility", "package"),
    ),
    Rule(
        "unlocked-package",
        "No lock and no environment says which version of a package is used",
        "What is installed next time can be another version. Lock it, or pin it.",
        _unlocked,
        tags=("reproducibility", "package"),
    ),
)
