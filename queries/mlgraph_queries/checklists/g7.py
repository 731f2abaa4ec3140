"""G7, "SBOM for AI: Minimum Elements": 50 elements in seven clusters."""

from __future__ import annotations

from mlgraph_queries.checklists.checklist import Checklist, Element, Level
from mlgraph_queries.checklists.facts import Fact


def _cluster(
    code: str, cluster: str, level: Level, *rows: tuple[str, str, tuple[Fact, ...], bool]
) -> tuple[Element, ...]:
    """The elements of a cluster: key, name, facts, whether only the provider can say what is not known."""
    return tuple(
        Element(f"g7-{key}", cluster, name, level, f"{code}-{number:02d}", facts, is_of_provider=of_provider)
        for number, (key, name, facts, of_provider) in enumerate(rows, start=1)
    )


_METADATA = _cluster(
    "MD",
    "Metadata",
    Level.DOCUMENT,
    ("sbom-author", "SBOM author", (Fact.AUTHOR,), False),
    ("sbom-version", "SBOM version", (Fact.DOCUMENT_VERSION,), False),
    ("format-name", "SBOM data format name", (Fact.FORMAT_NAME,), False),
    ("format-version", "SBOM data format version", (Fact.FORMAT_VERSION,), False),
    ("signature", "SBOM author signature", (Fact.SIGNATURE,), False),
    ("tool-name", "SBOM tool name", (Fact.TOOL_NAME,), False),
    ("tool-version", "SBOM tool version", (Fact.TOOL_VERSION,), False),
    ("generation-context", "SBOM generation context", (Fact.GENERATION_CONTEXT,), False),
    ("sbom-timestamp", "SBOM timestamp", (Fact.DOCUMENT_TIME,), False),
    ("sbom-dependencies", "SBOM dependency relationship", (Fact.RELATIONSHIPS,), False),
)
_SYSTEM = _cluster(
    "SLP",
    "System level properties",
    Level.SYSTEM,
    ("system-name", "System name", (Fact.NAME,), False),
    ("system-components", "System components", (Fact.COMPONENTS,), False),
    ("system-producer", "System producer", (Fact.PRODUCER,), False),
    ("system-version", "System version", (Fact.VERSION,), False),
    ("system-timestamp", "System timestamp", (Fact.TIME,), False),
    ("data-flow", "System data flow", (Fact.DATA_FLOW,), True),
    ("data-usage", "System data usage", (Fact.DATA_USAGE,), True),
    ("system-io", "System input/output properties", (Fact.INPUT, Fact.OUTPUT), True),
    ("application-area", "Intended application area", (Fact.APPLICATION_AREA,), True),
)
_MODELS = _cluster(
    "MDL",
    "Models",
    Level.MODEL,
    ("model-name", "Model name", (Fact.NAME,), False),
    ("model-identifier", "Model identifier", (Fact.IDENTIFIER,), False),
    ("model-version", "Model version", (Fact.VERSION,), False),
    ("model-timestamp", "Model timestamp", (Fact.TIME,), False),
    ("model-producer", "Model producer", (Fact.PRODUCER,), False),
    ("model-description", "Model description", (Fact.DESCRIPTION,), False),
    ("model-hash", "Model hash value", (Fact.HASH,), False),
    ("model-hash-algorithm", "Model hash algorithm", (Fact.HASH_ALGORITHM,), False),
    (
        "model-properties",
        "Model properties",
        (Fact.TYPE_OF_MODEL, Fact.PARAMETER_COUNT, Fact.LIMITATION, Fact.EXPLAINABILITY, Fact.AUTONOMY, Fact.ENERGY),
        False,
    ),
    ("model-io", "Model input/output properties", (Fact.INPUT, Fact.OUTPUT, Fact.CONTEXT_LENGTH), False),
    (
        "model-training",
        "Model training properties",
        (Fact.TRAINING_PROCEDURE, Fact.TRAINING_DATA, Fact.HYPERPARAMETER, Fact.BASE_MODEL, Fact.PREPROCESSING),
        False,
    ),
    ("model-license", "Model license", (Fact.LICENSE,), False),
    (
        "model-references",
        "Model external references",
        (Fact.REFERENCE, Fact.WEBSITE, Fact.REPOSITORY, Fact.PAPER, Fact.DOWNLOAD_LOCATION),
        False,
    ),
)
_DATASETS = _cluster(
    "DP",
    "Dataset properties",
    Level.DATASET,
    ("dataset-name", "Dataset name", (Fact.NAME,), False),
    ("dataset-description", "Dataset description", (Fact.DESCRIPTION,), False),
    ("dataset-content", "Dataset content", (Fact.DATA_TYPE, Fact.SIZE, Fact.TASK), False),
    ("dataset-identifier", "Dataset identifier", (Fact.IDENTIFIER,), False),
    ("dataset-hash", "Dataset hash", (Fact.HASH,), False),
    (
        "dataset-provenance",
        "Dataset provenance",
        (Fact.COLLECTION_PROCESS, Fact.SOURCE_DATA, Fact.PREPROCESSING),
        False,
    ),
    ("dataset-statistics", "Dataset statistical properties", (Fact.STATISTICS, Fact.SIZE, Fact.BIAS), False),
    ("dataset-sensitivity", "Dataset sensitivity", (Fact.SENSITIVE_DATA,), False),
    (
        "dataset-dependencies",
        "Dataset dependency relationship",
        (Fact.USED_FOR, Fact.SOURCE_DATA),
        False,
    ),
    ("dataset-license", "Dataset license", (Fact.LICENSE,), False),
)
_INFRASTRUCTURE = _cluster(
    "INF",
    "Infrastructure",
    Level.SYSTEM,
    ("infrastructure-software", "Infrastructure software", (Fact.SOFTWARE,), False),
    ("infrastructure-hardware", "Infrastructure hardware", (Fact.HARDWARE,), True),
)
_SECURITY = _cluster(
    "SP",
    "Security properties",
    Level.SYSTEM,
    ("security-controls", "Security controls", (Fact.SECURITY_CONTROLS,), True),
    ("security-compliance", "Security compliance", (Fact.COMPLIANCE,), True),
    ("security-policy", "Cybersecurity policy information", (Fact.SECURITY_POLICY,), True),
    ("vulnerabilities", "Vulnerability referencing", (Fact.VULNERABILITIES,), False),
)
_KPI = _cluster(
    "KPI",
    "Key performance indicators",
    Level.SYSTEM,
    ("security-metrics", "Security metrics", (Fact.SECURITY_METRIC,), True),
    ("performance", "Operational performance KPIs", (Fact.METRIC, Fact.ENERGY), False),
)

G7 = Checklist(
    key="g7",
    title="G7 SBOM for AI: Minimum Elements",
    text="Software Bill of Materials (SBOM) for Artificial Intelligence: Minimum Elements, G7 Cybersecurity Working "
    "Group, published by BSI on 2026-05-12",
    url="https://www.bsi.bund.de/SharedDocs/Downloads/EN/BSI/KI/SBOM-for-AI_minimum-elements.pdf",
    read_in="github.com/openregtech/sbom at 600c0cf6b1fd5cd9282a14961c06603ce5b0f4af (docs/req/g7ai/g7ai.ttl), which "
    "lists its elements by name and number; the document itself was not available",
    elements=(*_METADATA, *_SYSTEM, *_MODELS, *_DATASETS, *_INFRASTRUCTURE, *_SECURITY, *_KPI),
    note="The minimum elements are voluntary. The performance of a system counts as known where that of a model in it "
    "is, as the cluster names both.",
)
