"""Addresses of a model or a dataset: externalReferences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cyclonedx.model import ExternalReference, ExternalReferenceType
from packageurl import PackageURL

from mlgraph.bom.facts import mappings, texts
from mlgraph.bom.links import links, web_address
from mlgraph.bom.model_names import hub_page
from mlgraph_ontology.kinds import NodeKind, PropertyKind
from mlgraph_queries.artifacts import is_known
from mlgraph_queries.entries import Artifact

_ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_RESOLVER = "https://doi.org/"
_MAX_LICENSE_TEXT = 500
"""Characters of a license's words in which an address is where the license stands; a whole text names others, too."""


def artifact_links(artifact: Artifact, purl: PackageURL | None) -> list[ExternalReference]:
    """Each address once per type."""
    found: dict[tuple[ExternalReferenceType, str], ExternalReference] = {}
    for type_, address, comment in _addresses(artifact, purl):
        url = web_address(address)
        if url is not None:
            found.setdefault((type_, str(url)), ExternalReference(type=type_, url=url, comment=comment))
    pages = [
        (str(said.get("label", "")), str(said.get("url", ""))) for said in mappings(artifact, PropertyKind.HOMEPAGE)
    ]
    return [*found.values(), *links(pages)]


def _addresses(artifact: Artifact, purl: PackageURL | None) -> Iterator[tuple[ExternalReferenceType, str, str | None]]:
    page = hub_page(purl) or (artifact.id.key if artifact.id.kind is NodeKind.DATASET else None)
    if page is not None:
        yield ExternalReferenceType.DISTRIBUTION, page, None
    if page is not None and purl is not None and artifact.documents and is_known(artifact):
        yield ExternalReferenceType.MODEL_CARD, page, None
        yield ExternalReferenceType.VCS, page, "a repository of the hub is one of git"
    for paper in texts(artifact, PropertyKind.PAPER):
        yield ExternalReferenceType.DOCUMENTATION, paper, "paper"
    for doi in texts(artifact, PropertyKind.DOI):
        if match := _DOI.search(doi):
            yield ExternalReferenceType.DOCUMENTATION, _RESOLVER + match[0], "DOI"
    for statement in artifact.licenses:
        words = statement.text or ""
        for address in _ADDRESS.findall(words if len(words) <= _MAX_LICENSE_TEXT else ""):
            yield ExternalReferenceType.LICENSE, address.rstrip(".,;"), None
