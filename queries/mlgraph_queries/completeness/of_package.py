"""What an inventory says of a package, fact by fact."""

from __future__ import annotations

from functools import partial

from mlgraph_ontology.kinds import Method
from mlgraph_queries.checklists import Fact
from mlgraph_queries.completeness.of_artifact import say_hashes, say_licenses
from mlgraph_queries.completeness.subjects import Gathering, Said, Subject, SubjectKind
from mlgraph_queries.entries import PackageEntry
from mlgraph_queries.stated import Sighting


def package_subject(entry: PackageEntry, required: Said | None) -> Subject:
    """A package of a project; `required` is what requires it, and where that is said."""
    found = Gathering()
    seen = (*entry.installed, *entry.locked, *entry.declared, *entry.listed)
    first = next(iter(seen), None)
    source = Said("", first.where, first.method) if first else required
    if source is not None:
        say = partial(found.say, where=source.where, method=source.method)
        say(Fact.NAME, entry.name)
        say(Fact.TYPE, "package")
        if not _is_local(entry) and all(each.detail.get("purl") is not False for each in entry.listed):
            say(Fact.IDENTIFIER, entry.id.key)
    for each in seen:
        if entry.version is not None and (each.version == entry.version or each in entry.listed):
            found.say(Fact.VERSION, entry.version, each.where, each.method)
    say_licenses(found, entry.licenses)
    for each in (*entry.locked, *entry.listed):
        say_hashes(found, entry.hashes, each.where, each.method)
    for named in entry.publishers:
        found.say(Fact.PRODUCER, named.name, named.where, named.method)
    _say_package_requirements(found, entry, required, first)
    _say_index(found, entry)
    for link in entry.repositories:
        found.say(Fact.REPOSITORY, link.url, link.where, link.method)
    return Subject(SubjectKind.PACKAGE, entry.id.key, entry.name, found.facts)


def _is_local(entry: PackageEntry) -> bool:
    """Whether it comes from a path of the machine, so that its name identifies it nowhere else."""
    return any(place.is_direct and place.url is None for place in entry.origins)


def _say_package_requirements(
    found: Gathering, entry: PackageEntry, required: Said | None, first: Sighting | None
) -> None:
    if required is not None:
        found.say(Fact.REQUIREMENT, required.value, required.where, required.method)
    if entry.depends_on_known and first is not None:
        count = len(entry.depends_on)
        found.say(Fact.REQUIREMENT, f"requires {count:,} of the project's packages", first.where, first.method)


def _say_index(found: Gathering, entry: PackageEntry) -> None:
    index = entry.index
    if index is None:
        return
    if index.released_at is not None:
        found.say(Fact.TIME, index.released_at.isoformat(), index.where, Method.DECLARED)
    if index.latest_version is not None and index.latest_released_at is not None:
        newest = f"{index.latest_version} of {index.latest_released_at.date().isoformat()}"
        found.say(Fact.RELEASE_HISTORY, newest, index.where, Method.DECLARED)
