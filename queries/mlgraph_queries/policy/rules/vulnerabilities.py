"""Rules on weaknesses that advisories know of, and on what no advisory was read for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from mlgraph_ontology.kinds import Scope
from mlgraph_queries.policy.options import Option, Settings, choice, share, words
from mlgraph_queries.policy.places import lasting, seen_by_id
from mlgraph_queries.policy.rule import Breach, Judge, Level, Material, Rule, Unjudged
from mlgraph_queries.vulnerability_entries import RATINGS, Audit, VulnerabilityEntry

_NOTHING_READ = "no advisories were read (mlgraph ingest osv reads some, mlgraph audit asks for some)"
_NO_CATALOG = "no catalog of weaknesses that are known to be exploited was read (mlgraph ingest osv reads one)"
_RATED = RATINGS[1:]
"""Of the words for how bad a weakness is, those that mean that it is one."""


def _rule(breaks: Callable[[VulnerabilityEntry, Settings], str | None]) -> Judge:
    """A judge of open weaknesses, by a function that says of one why it breaks the rule; None: it does not."""

    def judge(material: Material, settings: Settings) -> Iterator[Breach | Unjudged]:
        yield from _not_audited(material)
        seen = seen_by_id(material)
        for entry in _open(material, settings):
            why = breaks(entry, settings)
            if why is not None:
                yield _breach(entry, why, seen)

    return judge


def _vulnerable(material: Material, settings: Settings) -> Iterator[Breach | Unjudged]:
    """Those of a severity; of one that nobody rated it is unknown whether it has that, and of a doubt whether it is there."""
    yield from _not_audited(material)
    seen, least = seen_by_id(material), RATINGS.index(settings.word("severity"))
    for entry in _open(material, settings):
        if entry.rating not in RATINGS:
            places = (*seen.get(entry.subject.key, ()), *entry.where)
            yield Unjudged(
                entry.subject.key, "nobody rated this weakness", places, lasting(entry.subject), entry.id.key
            )
        elif RATINGS.index(entry.rating) >= least and not entry.is_malware:
            yield _breach(entry, _summary(entry), seen)
    audit = material.inventory.audit
    for doubt in audit.doubts if audit is not None else ():
        about = ", ".join(node.key for node in doubt.vulnerabilities)
        places = (*seen.get(doubt.subject.key, ()), *doubt.where)
        yield Unjudged(doubt.subject.key, f"it may be affected: {doubt.reason}", places, lasting(doubt.subject), about)


def _fixable(entry: VulnerabilityEntry, settings: Settings) -> str | None:
    is_severe = entry.rating not in RATINGS or RATINGS.index(entry.rating) >= RATINGS.index(settings.word("severity"))
    return _summary(entry) if entry.fix is not None and is_severe else None


def _exploited(material: Material, settings: Settings) -> Iterator[Breach | Unjudged]:
    yield from _not_audited(material)
    audit = material.inventory.audit
    seen = seen_by_id(material)
    has_catalog = audit is not None and any(read.kind == "known-exploited" for read in audit.advisories)
    for entry in _open(material, settings):
        if entry.is_known_exploited:
            yield _breach(entry, f"{_since(entry)}; {_summary(entry)}", seen)
        elif not has_catalog:
            places = seen.get(entry.subject.key, ())
            yield Unjudged(entry.subject.key, _NO_CATALOG, places, lasting(entry.subject), entry.id.key)


def _likely(entry: VulnerabilityEntry, settings: Settings) -> str | None:
    found = entry.prediction
    if found is None or found.probability < settings.number("probability"):
        return None
    return (
        f"EPSS of {found.day} expects it to be exploited within 30 days with {found.probability:.1%}; {_summary(entry)}"
    )


def _malware(entry: VulnerabilityEntry, _settings: Settings) -> str | None:
    return f"it is recorded as malware: {_summary(entry)}" if entry.is_malware else None


def _without_audit(material: Material, _settings: Settings) -> Iterator[Breach]:
    for missing in _not_audited(material):
        yield Breach(missing.subject, missing.reason, missing.where, lasting=missing.lasting)


def _not_audited(material: Material) -> Iterator[Unjudged]:
    """What nothing was held against: all of a project at once where nothing was read."""
    audit: Audit | None = material.inventory.audit
    if audit is None or not audit.is_any:
        if material.inventory.packages:
            yield Unjudged(material.inventory.name, _NOTHING_READ)
        return
    seen = seen_by_id(material) if audit.not_audited else {}
    for node, reason in audit.not_audited:
        yield Unjudged(node.key, f"it was not audited: {reason}", seen.get(node.key, ()), lasting(node))


def _open(material: Material, settings: Settings) -> Iterator[VulnerabilityEntry]:
    """The weaknesses that no verdict settles, of packages of some scopes where any are given."""
    scopes, audit = settings.words("scopes"), material.inventory.audit
    for entry in audit.open if audit is not None else ():
        if not scopes or entry.scope in scopes:
            yield entry


def _breach(entry: VulnerabilityEntry, text: str, seen: Mapping[str, tuple[str, ...]]) -> Breach:
    where = tuple(dict.fromkeys((*seen.get(entry.subject.key, ()), *entry.where)))
    aliases = tuple(alias.key for alias in entry.aliases)
    return Breach(entry.subject.key, text, where, entry.id.key, aliases, lasting(entry.subject), entry.score)


def _summary(entry: VulnerabilityEntry) -> str:
    """How bad it is, what mends it, how it came in, and what it is."""
    score = f" {entry.score:g}" if entry.score is not None else ""
    said = f": {entry.summary}" if entry.summary else ""
    way = f"; it comes in by {' > '.join(node.key for node in entry.path)}" if len(entry.path) > 1 else ""
    fixed = f"fixed in {entry.fix}" if entry.fix is not None else "no version is known to fix it"
    return f"{entry.rating or 'not rated'}{score}, {fixed}{way}{said}"


def _since(entry: VulnerabilityEntry) -> str:
    found = entry.exploited
    added = f", since {found.added}" if found is not None and found.added else ""
    return f"{found.catalog if found is not None else 'a catalog'} lists it as exploited{added}"


_SCOPES = Option("scopes", "Of packages, only those of these scopes; empty: all.", words(choice(*Scope)), [])
_SEVERITY = "The least severity that counts, in the words of CVSS."
RULES = (
    Rule(
        "malware",
        "A release is recorded as malware",
        "Its record (MAL-...) says that the release itself is hostile. Remove it, and look at what it was run on.",
        _rule(_malware),
        (_SCOPES,),
        Level.ERROR,
        ("security", "package"),
    ),
    Rule(
        "known-exploited",
        "A weakness is in use that attackers are known to exploit",
        "Take a version that fixes it, or say in a VEX statement why it cannot be reached.",
        _exploited,
        (_SCOPES,),
        Level.ERROR,
        ("security", "package"),
    ),
    Rule(
        "vulnerability",
        "A known weakness is in use",
        "Take a version that fixes it, or say in a VEX statement why it cannot be reached: what is settled there is not told.",
        _vulnerable,
        (Option("severity", _SEVERITY, choice(*_RATED), "high"), _SCOPES),
        Level.ERROR,
        ("security", "package"),
    ),
    Rule(
        "fix-available",
        "A known weakness is in use that a newer version fixes",
        "Take the version that is named, or a later one.",
        _rule(_fixable),
        (Option("severity", _SEVERITY, choice(*_RATED), "low"), _SCOPES),
        tags=("security", "package"),
    ),
    Rule(
        "likely-exploited",
        "A weakness is in use that will probably be exploited soon",
        "EPSS estimates it from what attackers did elsewhere. Take a version that fixes it.",
        _rule(_likely),
        (Option("probability", "The least probability within 30 days that counts.", share, 0.1), _SCOPES),
        tags=("security", "package"),
    ),
    Rule(
        "not-audited",
        "Nobody looked whether a package has known weaknesses",
        "That none is told of it means nothing. Read advisories: mlgraph ingest osv, mlgraph audit.",
        _without_audit,
        tags=("security", "completeness"),
    ),
)
