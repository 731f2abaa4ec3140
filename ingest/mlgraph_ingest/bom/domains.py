"""Of which nodes the ontology lets something be said, so that a document's other statements are kept as they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mlgraph.model import ids
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import EdgeKind, NodeKind, PropertyKind

_K, _P = NodeKind, PropertyKind
_PUBLISHED = frozenset({_K.MODEL, _K.DATASET})
_MODEL, _DATASET, _FILE = frozenset({_K.MODEL}), frozenset({_K.DATASET}), frozenset({_K.FILE})
_WEIGHTS = _FILE | _MODEL
_SERVICE, _PROJECT = frozenset({_K.SERVICE}), frozenset({_K.PROJECT})
_PACKAGE, _RELEASE = frozenset({_K.PACKAGE}), frozenset({_K.RELEASE})
_MADE = frozenset({_K.MODEL, _K.DATASET, _K.FILE, _K.PACKAGE, _K.RELEASE})

_GROUPS: tuple[tuple[frozenset[NodeKind], tuple[PropertyKind, ...]], ...] = (
    (_PUBLISHED, (
        _P.TASK, _P.LANGUAGE, _P.HUB_ID, _P.GATED, _P.DISABLED, _P.PAPER, _P.DOI, _P.DOWNLOAD_COUNT, _P.LIMITATION,
        _P.BIAS, _P.INTENDED_USE, _P.SENSITIVE_DATA, _P.CITATION,
    )),
    (_PUBLISHED | {_K.DOCUMENT}, (_P.CREATED_AT,)),
    (_PUBLISHED | {_K.VULNERABILITY}, (_P.MODIFIED_AT,)),
    (_PUBLISHED | _RELEASE, (_P.RELEASED_AT,)),
    (_PUBLISHED | _RELEASE | _PACKAGE, (_P.ABSENT_FROM,)),
    (_PUBLISHED | _RELEASE | _FILE, (_P.SIZE_BYTES,)),
    (_PUBLISHED | _FILE, (_P.FORMAT,)),
    (_MODEL, (
        _P.CUSTOM_CODE, _P.METRIC, _P.HYPERPARAMETER, _P.EMISSIONS, _P.ETHICAL_CONSIDERATION, _P.INTENDED_USER,
        _P.OUT_OF_SCOPE_USE, _P.TRAINING_PROCEDURE,
    )),
    (_DATASET, (
        _P.DATA_TYPE, _P.SIZE_CATEGORY, _P.ROW_COUNT, _P.STATISTICS, _P.COLLECTION_PROCESS, _P.PREPROCESSING,
        _P.ANNOTATION_PROCESS,
    )),
    (_WEIGHTS, (
        _P.PARAMETER_COUNT, _P.TENSOR_COUNT, _P.DTYPE, _P.ARCHITECTURE, _P.ARCHITECTURE_FAMILY, _P.QUANTIZATION,
        _P.CHAT_TEMPLATE_HASH,
    )),
    (_WEIGHTS | _SERVICE, (_P.CONTEXT_LENGTH,)),
    (_MODEL | _SERVICE, (_P.INPUT_MODALITY, _P.OUTPUT_MODALITY)),
    (_FILE, (_P.HEADER_METADATA, _P.SHARD, _P.PICKLE_SCAN)),
    (_FILE | {_K.DOCUMENT}, (_P.SIGNATURE,)),
    (_SERVICE, (_P.TRANSPORT, _P.LAUNCHES, _P.PROVIDER, _P.ENDPOINT)),
    (_PROJECT, (_P.UNRESOLVED, _P.EXCLUDED, _P.PYTHON_VERSION, _P.PLATFORM)),
    (_PROJECT | _PACKAGE | _RELEASE, (_P.REQUIRES_PYTHON, _P.LICENSE_CLASSIFIER)),
    (_PACKAGE, (_P.LATEST_VERSION, _P.INDEX_STATUS, _P.OWNER_COUNT, _P.MAINTAINER_COUNT)),
    (_RELEASE, (_P.YANKED,)),
)  # fmt: skip
OF_PROPERTIES: Mapping[PropertyKind, frozenset[NodeKind]] = {kind: nodes for nodes, kinds in _GROUPS for kind in kinds}
"""Property -> what it may be said of, as in mlgraph.ttl; what is missing here may be said of all that a document lists."""
OF_EDGES: Mapping[EdgeKind, tuple[frozenset[NodeKind], frozenset[NodeKind]]] = {
    EdgeKind.DERIVED_FROM: (_MADE, _MADE),
    EdgeKind.TRAINED_ON: (_WEIGHTS, _DATASET),
    EdgeKind.EVALUATED_ON: (_WEIGHTS, _DATASET),
    EdgeKind.DEVELOPED_IN: (
        _PACKAGE | _RELEASE | _PROJECT | _PUBLISHED | _SERVICE,
        frozenset({_K.REPOSITORY}),
    ),
    EdgeKind.RUNS_WITH: (_WEIGHTS, _PACKAGE | _RELEASE),
}
"""Edge -> (subjects, objects), of those that do not link all that a document lists."""


def bearers(subjects: Sequence[NodeId], kind: PropertyKind) -> Sequence[NodeId]:
    """Of the nodes that something stands for those of which a property may be said; of a release else its package.

    Empty: of none, so that the statement has to be kept as it stands.
    """
    allowed = OF_PROPERTIES.get(kind)
    if allowed is None:
        return subjects
    found = [node for node in subjects if node.kind in allowed]
    if not found and NodeKind.PACKAGE in allowed:
        found = [ids.package_of(node) for node in subjects if node.kind is _K.RELEASE and node.key.startswith("pkg:")]
    return found


def may_link(subject: NodeId, kind: EdgeKind, target: NodeId) -> bool:
    """Whether the ontology lets an edge of a kind lead from the one to the other."""
    if kind is EdgeKind.SAME_AS:
        return subject.kind is target.kind
    subjects, objects = OF_EDGES.get(kind, (None, None))
    return (subjects is None or subject.kind in subjects) and (objects is None or target.kind in objects)
