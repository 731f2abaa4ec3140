"""modelCard and data: what documents say of a model or a dataset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from mlgraph.bom.cyclonedx.fields import Fields
from mlgraph.model.assertions import JsonValue
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import EdgeKind, NodeKind, PropertyKind
from mlgraph_queries.artifacts import name_of
from mlgraph_queries.entries import Artifact
from mlgraph_queries.listing import Account
from mlgraph_queries.stated import Link

_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
_TOLD = frozenset({PropertyKind.SENSITIVE_DATA, PropertyKind.DATA_TYPE})
"""What of a dataset makes its `data` worth writing: all else stands with the component."""


def described(node: NodeId, account: Account) -> Artifact | None:
    """What documents say of a model or a dataset that they do not list; None of anything else."""
    if node.kind not in {NodeKind.MODEL, NodeKind.DATASET}:
        return None

    def links(kind: EdgeKind) -> tuple[Link, ...]:
        return tuple(link for of, link in account.links if of is kind)

    return Artifact(
        id=node,
        name=account.text(PropertyKind.NAME) or name_of(node),
        aliases=account.aliases,
        facts=account.facts,
        licenses=account.licenses,
        publishers=account.publishers,
        derived_from=links(EdgeKind.DERIVED_FROM),
        trained_on=links(EdgeKind.TRAINED_ON),
        evaluated_on=links(EdgeKind.EVALUATED_ON),
        runs_with=links(EdgeKind.RUNS_WITH),
        files=(),
        documents=(),
        failure=None,
    )


def timeless(artifact: Artifact, ref: str) -> Artifact:
    """The same without when and where each statement was read, so that equal documents make equal ones.

    It goes by its reference, and what it is linked to is left out: an id may be a place on this machine, and relations
    tell of it.
    """
    return replace(
        artifact,
        id=NodeId(artifact.id.kind, ref),
        aliases=(),
        facts={
            kind: tuple(replace(each, where="", observed_at=_ALWAYS) for each in stated)
            for kind, stated in artifact.facts.items()
        },
        licenses=tuple(replace(each, where="") for each in artifact.licenses),
        publishers=tuple(replace(link, where="", observed_at=_ALWAYS) for link in artifact.publishers),
        derived_from=(),
        trained_on=(),
        evaluated_on=(),
        runs_with=(),
        files=(),
        documents=(),
    )


def artifact_fields(artifact: Artifact, account: Account, names: Mapping[NodeId, str]) -> dict[str, JsonValue]:
    """The fields of the component that a model or a dataset is; none where nothing is said that belongs there."""
    from mlgraph.bom.cyclonedx.data import put_data
    from mlgraph.bom.cyclonedx.model_card import put_model_card

    fields = Fields()
    if artifact.id.kind is NodeKind.MODEL:
        put_model_card(fields, artifact, names)
    elif _TOLD & account.facts.keys() or artifact.id.key.startswith("https://"):
        put_data(fields, artifact)
    return fields.value
