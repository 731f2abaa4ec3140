"""Which profiles a document may claim, and what is missing for the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from mlgraph.bom.spdx.things import Thing, ThingKind
from mlgraph_queries.validation_spdx3_profiles import MANDATORY

_PROFILES = {ThingKind.MODEL: "ai", ThingKind.DATASET: "dataset"}
_ALWAYS = ("core", "software", "simpleLicensing")
"""What every document of ours satisfies; expandedLicensing is not claimed, as expressions are written as strings."""

Missing = dict[str, tuple[tuple[str, tuple[str, ...]], ...]]


def missing(things: Iterable[Thing]) -> Missing:
    """Profile -> (ref, properties that are not known) of each thing that stands in its way."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for thing in things:
        lacking = missing_of(thing)
        if lacking:
            found.setdefault(_PROFILES[thing.kind], []).append((thing.ref, lacking))
    return {profile: tuple(rows) for profile, rows in found.items()}


def missing_of(thing: Thing) -> tuple[str, ...]:
    """What is not known of a thing that its profile makes mandatory; the license pair is always there."""
    profile = _PROFILES.get(thing.kind)
    if profile is None:
        return ()
    known = _values(thing)
    return tuple(name for name in MANDATORY[profile][1] if not known[name])


def claimed(things: Iterable[Thing], lacking: Mapping[str, object]) -> list[str]:
    """The profiles that the document satisfies: of AI and datasets only if it has such things."""
    kinds = {thing.kind for thing in things}
    return [*_ALWAYS, *(p for kind, p in _PROFILES.items() if kind in kinds and p not in lacking)]


def sentences(lacking: Missing) -> Iterator[str]:
    """One line per thing that stands in the way of a profile."""
    for profile, rows in sorted(lacking.items()):
        for ref, names in rows:
            yield f"profile not claimed: {profile}: {ref} lacks {', '.join(names)}"


def _values(thing: Thing) -> dict[str, object]:
    return {
        "releaseTime": thing.released_at,
        "builtTime": thing.built_at,
        "suppliedBy": thing.supplier,
        "originatedBy": thing.originator,
        "software_downloadLocation": thing.download_location,
        "software_packageVersion": thing.version,
        "software_primaryPurpose": True,
        "dataset_datasetType": [name for name in thing.dataset_types if name != "noAssertion"],
    }
