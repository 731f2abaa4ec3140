"""Where a package comes from, as the standard tells it: addresses, and properties for what it has no field for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cyclonedx.exception.model import InvalidUriException
from cyclonedx.model import ExternalReference, ExternalReferenceType, Property, XsUri

from mlgraph.bom.cyclonedx.draft import hashes, note
from mlgraph.bom.purls import legal_url
from mlgraph_queries.origins import Origin


def source_links(places: Sequence[Origin]) -> Iterator[ExternalReference]:
    """The repository or archive that each place is, an archive with its hashes."""
    for place in places:
        url = _uri(place.url) if place.url else None
        if url is not None:
            vcs = ExternalReferenceType.VCS if place.vcs else ExternalReferenceType.DISTRIBUTION
            known, _ = hashes(() if place.vcs else place.hashes)
            yield ExternalReference(type=vcs, url=url, comment=_comment(place), hashes=known)


def source_notes(places: Sequence[Origin]) -> Iterator[Property]:
    """Each place that is no index, in the words of requirements; another index stands in the purl."""
    return (note("origin", place.address) for place in places if place.is_direct)


def _comment(place: Origin) -> str:
    said = {"revision": place.revision, "subdirectory": place.subdirectory}
    words = [f"{name} {value}" for name, value in said.items() if value]
    return ", ".join([f"taken from {place.vcs or 'this archive'}, not from an index", *words])


def _uri(text: str) -> XsUri | None:
    url = legal_url(text)
    try:
        return XsUri(url) if url else None
    except InvalidUriException:
        return None
