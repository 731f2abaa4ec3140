"""pedigree: what a model or a dataset was made from, and how."""

from __future__ import annotations

from mlgraph.bom.cyclonedx.artifact_notes import link_line
from mlgraph.bom.cyclonedx.fields import Fields
from mlgraph.bom.facts import source
from mlgraph.bom.lineage import Names
from mlgraph.bom.model_names import model_names
from mlgraph.bom.text import shown
from mlgraph.model.assertions import JsonValue
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import NodeKind
from mlgraph_queries.entries import Artifact
from mlgraph_queries.stated import Link

_LOCAL = frozenset({NodeKind.FILE, NodeKind.PROJECT})
"""What has a path of this machine in its id, and so no name that may be shown."""


def put_pedigree(fields: Fields, artifact: Artifact, names: Names) -> None:
    """Put in the ancestors; each names the component that tells of it, as one component cannot stand in two places."""
    own = names.get(artifact.id, artifact.id.key)
    nameable = [link for link in artifact.derived_from if link.node.kind not in _LOCAL and names.get(link.node) != own]
    by_node: dict[NodeId, list[Link]] = {}
    for link in nameable:
        by_node.setdefault(link.node, []).append(link)
    ancestors: list[JsonValue] = [_ancestor(found, names) for _, found in sorted(by_node.items())]
    fields.put("pedigree/ancestors", ancestors, source(*nameable))


def _ancestor(links: list[Link], names: Names) -> dict[str, JsonValue]:
    node = links[0].node
    purl, group, name = model_names(node, links[0].name)
    said = {
        "group": group,
        "name": shown(name) or shown(node.key),
        "version": purl and purl.version,
        "purl": purl and purl.to_string(),
    }
    found: dict[str, JsonValue] = {"type": "data" if node.kind is NodeKind.DATASET else "machine-learning-model"}
    found.update({field: value for field, value in said.items() if value})
    return {**found, "properties": _properties(links, names)}


def _properties(links: list[Link], names: Names) -> list[JsonValue]:
    rows = [("mlgraph:ref", names[links[0].node])] if links[0].node in names else []
    rows += [("mlgraph:relation", relation) for link in links if (relation := link.relation)]
    rows += [("mlgraph:derived-from", link_line(link)) for link in links]
    return [{"name": name, "value": shown(value)} for name, value in dict.fromkeys(rows)]
