"""supplier: under whose name a model or a dataset is published."""

from __future__ import annotations

from cyclonedx.model.contact import OrganizationalEntity

from mlgraph.bom.links import web_address
from mlgraph.bom.text import shown
from mlgraph_queries.entries import Artifact


def supplier(artifact: Artifact) -> OrganizationalEntity | None:
    """The publisher that is best known; None where no source names one, as a namespace alone names nobody."""
    if not artifact.publishers:
        return None
    link = artifact.publishers[0]
    page = web_address(link.node.key)
    return OrganizationalEntity(name=shown(link.name) or None, urls=[page] if page else None)
