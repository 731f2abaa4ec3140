"""The Python names of the ontology's kinds: what a node is, how two nodes are linked, what is said of one node.

`mlgraph.ttl` is the reference (definitions, domains, ranges, the standard terms they specialise); a test holds the
two equal. Whoever adds a kind adds it there first.
"""

from __future__ import annotations

from enum import StrEnum


class NodeKind(StrEnum):
    """What a node of the graph is."""

    PROJECT = "Project"
    PACKAGE = "Package"
    RELEASE = "Release"
    FILE = "File"
    REPOSITORY = "Repository"
    MODEL = "Model"
    DATASET = "Dataset"
    SERVICE = "Service"
    ORGANIZATION = "Organization"
    ACCELERATOR = "Accelerator"
    LICENSE = "License"
    CLAUSE = "Clause"
    VULNERABILITY = "Vulnerability"
    CAPABILITY = "Capability"
    TASK = "Task"
    DOMAIN = "Domain"
    DOCUMENT = "Document"


class EdgeKind(StrEnum):
    """How one node is linked to another."""

    CONTAINS = "contains"
    DEPENDS_ON = "depends_on"
    RELEASE_OF = "release_of"
    DEVELOPED_IN = "developed_in"
    PUBLISHED_BY = "published_by"
    OWNED_BY = "owned_by"
    CONTRIBUTES_TO = "contributes_to"
    SPONSORS = "sponsors"
    HOSTED_BY = "hosted_by"
    MEMBER_OF = "member_of"
    SUBSIDIARY_OF = "subsidiary_of"
    LICENSED_UNDER = "licensed_under"
    DERIVED_FROM = "derived_from"
    TRAINED_ON = "trained_on"
    EVALUATED_ON = "evaluated_on"
    RUNS_WITH = "runs_with"
    RUNS_ON = "runs_on"
    AFFECTED_BY = "affected_by"
    FIXED_IN = "fixed_in"
    PROVIDES = "provides"
    NEEDS = "needs"
    CARRIES = "carries"
    SAME_AS = "same_as"


class PropertyKind(StrEnum):
    """What is said of one node. `FUNCTIONAL` holds those that have one value at a time."""

    NAME = "name"
    VERSION = "version"
    DESCRIPTION = "description"
    HOMEPAGE = "homepage"
    LICENSE_TEXT = "license_text"
    """The license as its source words it, before any normalisation."""
    LICENSE_CLASSIFIER = "license_classifier"
    REQUIRES_PYTHON = "requires_python"
    RELEASED_AT = "released_at"
    """Of a Release: when its first file was uploaded, ISO 8601 in UTC."""
    LATEST_VERSION = "latest_version"
    """Of a Package: the version that its index itself shows for it."""
    YANKED = "yanked"
    """Of a Release: that all its files were withdrawn: `{"reason": str | None}`."""
    INDEX_STATUS = "index_status"
    """Of a Package: `{"status": str, "reason": str | None}`, the status as PEP 792 names it."""
    ABSENT_FROM = "absent_from"
    """Of a Package or Release: the host of an index that was asked and has no such thing."""
    OWNER_COUNT = "owner_count"
    MAINTAINER_COUNT = "maintainer_count"
    """Of a Package: accounts that may publish it besides its owners."""
    PYTHON_VERSION = "python_version"
    """Of a Project: the Python version of the environment that it was read with."""
    PLATFORM = "platform"
    """Of a Project: `sys_platform` of the environment that it was read with."""
    HASH = "hash"
    """`algorithm:hexdigest`, the algorithm as in hashlib: `sha256:...`."""
    SIZE_BYTES = "size_bytes"
    FORMAT = "format"
    """Of a weight file: `safetensors`, ..."""
    PARAMETER_COUNT = "parameter_count"
    TENSOR_COUNT = "tensor_count"
    DTYPE = "dtype"
    HEADER_METADATA = "header_metadata"
    """Of a weight file: the free-text metadata of its header, a mapping of strings."""
    PROVIDER = "provider"
    """Of a Service: who answers, e.g. `openai`."""
    ENDPOINT = "endpoint"
    """Of a Service: host of the endpoint, without credentials."""
    UNRESOLVED = "unresolved"
    """Of a Project: a reference that exists but whose value is not known:
    `{"kind": NodeKind, "callable": str, "expression": str}`."""
    PROBLEM = "problem"
    """Of a Document: what could not be read in it, and what that leaves unknown."""
    EXCLUDED = "excluded"
    """Of a Project: what of its tree was not read, and why: `{"reason": str, "count": int}`."""


FUNCTIONAL: frozenset[PropertyKind] = frozenset(PropertyKind) - {
    PropertyKind.LICENSE_CLASSIFIER,
    PropertyKind.HASH,
    PropertyKind.HOMEPAGE,
    PropertyKind.UNRESOLVED,
    PropertyKind.PROBLEM,
    PropertyKind.EXCLUDED,
    PropertyKind.ABSENT_FROM,
}


class Scope(StrEnum):
    """What a dependency is needed for (SPDX 3.0.1 LifecycleScopeType, plus optional, train and data)."""

    RUNTIME = "runtime"
    BUILD = "build"
    TEST = "test"
    DEVELOPMENT = "development"
    OPTIONAL = "optional"
    TRAIN = "train"
    DATA = "data"


class Method(StrEnum):
    """How an assertion came about, strongest first; the order is the policy that settles conflicts."""

    OBSERVED = "observed"
    """Seen in the thing itself: an installed environment, a weight file's header, a literal in code."""
    RESOLVED = "resolved"
    """A resolver's answer: a lock file."""
    DECLARED = "declared"
    """Somebody's statement: a manifest, a model card."""
    CURATED = "curated"
    """Our catalog, with the document it was read in."""
    INFERRED = "inferred"
    """A value found by propagation or by rule."""
