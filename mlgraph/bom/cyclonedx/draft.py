"""A component on its way into a document: what the library models, and what has to be laid over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom_ref import BomRef
from cyclonedx.model.component import Component

from mlgraph.model.assertions import JsonValue
from mlgraph_queries.stated import Sighting

_ALGORITHMS = {
    "md5": HashAlgorithm.MD5,
    "sha1": HashAlgorithm.SHA_1,
    "sha256": HashAlgorithm.SHA_256,
    "sha384": HashAlgorithm.SHA_384,
    "sha512": HashAlgorithm.SHA_512,
    "sha3_256": HashAlgorithm.SHA3_256,
    "sha3_384": HashAlgorithm.SHA3_384,
    "sha3_512": HashAlgorithm.SHA3_512,
    "blake2b": HashAlgorithm.BLAKE2B_512,
    "blake3": HashAlgorithm.BLAKE3,
}
"""hashlib's names (and those of lock files) -> the standard's."""
_DIGITS = {
    "md5": 32, "sha1": 40, "sha256": 64, "sha384": 96, "sha512": 128,
    "sha3_256": 64, "sha3_384": 96, "sha3_512": 128, "blake2b": 128, "blake3": 64,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """A component and what cyclonedx-python-lib has no model for."""

    component: Component
    sightings: tuple[Sighting, ...] = ()
    overlay: Mapping[str, JsonValue] = field(default_factory=dict)
    """Fields of the component as JSON, added after serialisation."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Path of a field, or the name of a property -> where it was read: `modelCard/considerations/users`, `mlgraph:gated`."""

    @property
    def ref(self) -> BomRef:
        """What the component is called in the document."""
        return self.component.bom_ref


def unique(drafts: Iterable[Draft]) -> tuple[Draft, ...]:
    """One draft per bom-ref, in order of bom-ref: what several say of one component is put together."""
    found: dict[str, Draft] = {}
    for draft in drafts:
        key = str(draft.ref.value)
        found[key] = _merged(found[key], draft) if key in found else draft
    return tuple(found[key] for key in sorted(found))


def note(name: str, value: object) -> Property:
    """Something that the standard has no field for, under our name."""
    return Property(name=f"mlgraph:{name}", value=str(value))


def hashes(texts: Iterable[str]) -> tuple[list[HashType], list[Property]]:
    """`sha256:...` as the standard writes it; one of an algorithm that it does not know becomes a property."""
    known: dict[tuple[HashAlgorithm, str], HashType] = {}
    unknown: list[Property] = []
    for text in sorted(set(texts)):
        name, _, digest = text.partition(":")
        digest = digest.lower()
        if len(digest) == _DIGITS.get(name) and all(digit in "0123456789abcdef" for digit in digest):
            algorithm = _ALGORITHMS[name]
            known[algorithm, digest] = HashType(alg=algorithm, content=digest)
        else:
            unknown.append(note("hash", text))
    return list(known.values()), unknown


def _merged(first: Draft, second: Draft) -> Draft:
    first.component.properties.update(second.component.properties)
    first.component.hashes.update(second.component.hashes)
    overlay, sources = {**second.overlay, **first.overlay}, {**second.sources, **first.sources}
    return Draft(first.component, first.sightings + second.sightings, overlay, sources)
