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
    ASSESSED_FOR = "assessed_for"
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
    """Of a Package, Release, Model or Dataset: the host of a place that was asked and has no such thing."""
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
    TASK = "task"
    """Of a Model or Dataset: `text-classification`, ... as its source names it."""
    LANGUAGE = "language"
    CREATED_AT = "created_at"
    """ISO 8601 in UTC, as is MODIFIED_AT."""
    MODIFIED_AT = "modified_at"
    HUB_ID = "hub_id"
    """The stable id that a platform gives a Model or Dataset; renames keep it."""
    GATED = "gated"
    """`false`, `auto` or `manual`: whether access is handed out on request."""
    DISABLED = "disabled"
    """true or false."""
    PAPER = "paper"
    DOI = "doi"
    DOWNLOAD_COUNT = "download_count"
    """`{"count": int, "days": int | None}`; None: of all time."""
    LIMITATION = "limitation"
    BIAS = "bias"
    INTENDED_USE = "intended_use"
    SENSITIVE_DATA = "sensitive_data"
    ARCHITECTURE = "architecture"
    ARCHITECTURE_FAMILY = "architecture_family"
    CONTEXT_LENGTH = "context_length"
    QUANTIZATION = "quantization"
    """`{"method": str, "bits": int | float | None}`."""
    CHAT_TEMPLATE_HASH = "chat_template_hash"
    """`sha256:...`."""
    CUSTOM_CODE = "custom_code"
    """true: loading it runs code of its repository (`trust_remote_code`)."""
    INPUT_MODALITY = "input_modality"
    OUTPUT_MODALITY = "output_modality"
    METRIC = "metric"
    """`{"type", "name", "value", "task", "dataset", "config", "split", "revision", "verified"}`; only what is said."""
    HYPERPARAMETER = "hyperparameter"
    """`{"name": str, "value": JSON}`."""
    EMISSIONS = "emissions"
    """`{"kg_co2e", "source", "training_type", "geographical_location", "hardware_used", "kwh"}`; only what is said."""
    ETHICAL_CONSIDERATION = "ethical_consideration"
    INTENDED_USER = "intended_user"
    OUT_OF_SCOPE_USE = "out_of_scope_use"
    TRAINING_PROCEDURE = "training_procedure"
    DATA_TYPE = "data_type"
    """Words of the DatasetType of SPDX 3.0.1: `text`, `image`, `audio`, ..."""
    SIZE_CATEGORY = "size_category"
    ROW_COUNT = "row_count"
    STATISTICS = "statistics"
    """`{config: {split: {"rows": int, "bytes": int}}}`; only what is said."""
    COLLECTION_PROCESS = "collection_process"
    PREPROCESSING = "preprocessing"
    ANNOTATION_PROCESS = "annotation_process"
    CITATION = "citation"
    SHARD = "shard"
    """Of a File: `{"index": int, "count": int, "of": str}`, index from 1, `of` the name of the whole."""
    PICKLE_SCAN = "pickle_scan"
    """Of a File: `{"verdict": "dangerous" | "unusual" | "ordinary", "callables": [str]}`; absent: no verdict."""
    TRANSPORT = "transport"
    """Of a Service: `stdio`, `http` or `sse`."""
    LAUNCHES = "launches"
    """Of a Service that runs on the same machine: the program that is started, without secrets."""
    ACCOUNT_TYPE = "account_type"
    """Of an Organization that is an account of a platform: `organization` or `user`."""
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
    IDENTIFIER = "identifier"
    """`{"type": str, "value": str}`: `cpe`, `swhid`, `swid`, `gitoid`, ..."""
    COMPONENT_TYPE = "component_type"
    """As a bill of materials says, in the words of CycloneDX: `library`, `container`, ..."""
    COPYRIGHT = "copyright"
    ANNOTATION = "annotation"
    """`{"name": str, "value": str}`: a property of another tool, as it wrote it."""
    UNMAPPED = "unmapped"
    """What of a document has no kind of ours: `{"field": str, "value": JSON}`, as it stands there."""
    COMPOSITION = "composition"
    """`{"aggregate": str, "of": "assemblies" | "dependencies" | "vulnerabilities"}`, the aggregate as CycloneDX words it."""
    SERIAL_NUMBER = "serial_number"
    """Of a Document: `urn:uuid:...`, a namespace."""
    SPECIFICATION = "specification"
    """Of a Document: `CycloneDX 1.6`, `SPDX 2.3`."""
    TOOL = "tool"
    LIFECYCLE = "lifecycle"
    """Of a Document: `build`, `operations`, ... as CycloneDX words it."""
    SIGNATURE = "signature"
    """`{"form": "jsf" | "xmldsig" | "dsse" | "sigstore", "state": ..., "algorithm", "signer", "reason"}`; only what is known.

    `verified`: signed by a key that the reader was given, or by an identity that its trust root vouches for; `intact`: it
    fits the key that it carries itself, so nothing was changed, by whomever it was signed; `invalid`; `not verified`: seen.
    """
    SUMMARY = "summary"
    SEVERITY = "severity"
    """`{"method": "CVSS_V2" | "CVSS_V3" | "CVSS_V4" | ..., "vector", "score", "rating", "source"}`; only what is said."""
    PUBLISHED_AT = "published_at"
    """Of a Vulnerability, ISO 8601 in UTC, as is WITHDRAWN_AT."""
    WITHDRAWN_AT = "withdrawn_at"
    WEAKNESS = "weakness"
    """Of a Vulnerability: `CWE-79`."""
    KNOWN_EXPLOITED = "known_exploited"
    """`{"catalog", "added", "due", "ransomware"}`; only what is said."""
    EXPLOIT_PREDICTION = "exploit_prediction"
    """`{"probability": float, "percentile": float, "date": str}`, of EPSS."""
    NOT_AUDITED = "not_audited"
    """Why it was not held against a source of vulnerabilities: what that would have said is unknown."""
    COVERAGE = "coverage"
    """Of a Document that tells of weaknesses, what it can answer for: `{"ecosystem", "type", "records", "withdrawn",
    "modified"}` of advisories, `{"list", "records", "version"}` of a list, `{"tool", "type", "releases"}` of an audit."""


FUNCTIONAL: frozenset[PropertyKind] = frozenset(PropertyKind) - {
    PropertyKind.LICENSE_CLASSIFIER,
    PropertyKind.HASH,
    PropertyKind.HOMEPAGE,
    PropertyKind.UNRESOLVED,
    PropertyKind.PROBLEM,
    PropertyKind.EXCLUDED,
    PropertyKind.ABSENT_FROM,
    PropertyKind.TASK,
    PropertyKind.LANGUAGE,
    PropertyKind.PAPER,
    PropertyKind.DOI,
    PropertyKind.LIMITATION,
    PropertyKind.BIAS,
    PropertyKind.INTENDED_USE,
    PropertyKind.SENSITIVE_DATA,
    PropertyKind.ARCHITECTURE,
    PropertyKind.INPUT_MODALITY,
    PropertyKind.OUTPUT_MODALITY,
    PropertyKind.METRIC,
    PropertyKind.HYPERPARAMETER,
    PropertyKind.ETHICAL_CONSIDERATION,
    PropertyKind.INTENDED_USER,
    PropertyKind.OUT_OF_SCOPE_USE,
    PropertyKind.TRAINING_PROCEDURE,
    PropertyKind.DATA_TYPE,
    PropertyKind.COLLECTION_PROCESS,
    PropertyKind.PREPROCESSING,
    PropertyKind.ANNOTATION_PROCESS,
    PropertyKind.IDENTIFIER,
    PropertyKind.COPYRIGHT,
    PropertyKind.ANNOTATION,
    PropertyKind.UNMAPPED,
    PropertyKind.COMPOSITION,
    PropertyKind.TOOL,
    PropertyKind.LIFECYCLE,
    PropertyKind.SIGNATURE,
    PropertyKind.SEVERITY,
    PropertyKind.WEAKNESS,
    PropertyKind.NOT_AUDITED,
    PropertyKind.COVERAGE,
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
