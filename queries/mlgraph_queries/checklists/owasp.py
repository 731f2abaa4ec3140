"""OWASP AIBOM: the 48 fields of the OWASP AIBOM Generator, with the weights of its registry.

Unlike there, what is a default counts zero, the tiers weigh within a category (3, 2, 1), all fields count for every
model, and there are neither penalties nor bonuses, so that more facts never give fewer points.
"""

from __future__ import annotations

from mlgraph_queries.checklists.checklist import Checklist, Element, Level
from mlgraph_queries.checklists.facts import Fact

_CRITICAL, _IMPORTANT, _SUPPLEMENTARY = 3, 2, 1
_Row = tuple[str, int, tuple[Fact, ...]]


def _category(key: str, cluster: str, level: Level, *rows: _Row) -> tuple[Element, ...]:
    return tuple(
        Element(f"owasp-{name}", cluster, name, level, f"fields.{name}, category {key}", facts, weight=tier)
        for name, tier, facts in rows
    )


_REQUIRED = _category(
    "required_fields",
    "Required fields",
    Level.DOCUMENT,
    ("bomFormat", _CRITICAL, (Fact.FORMAT_NAME,)),
    ("specVersion", _CRITICAL, (Fact.FORMAT_VERSION,)),
    ("serialNumber", _CRITICAL, (Fact.SERIAL_NUMBER,)),
    ("version", _CRITICAL, (Fact.DOCUMENT_VERSION,)),
)
_METADATA = _category(
    "metadata",
    "Metadata",
    Level.MODEL,
    ("primaryPurpose", _CRITICAL, (Fact.TASK,)),
    ("suppliedBy", _CRITICAL, (Fact.PRODUCER,)),
    ("standardCompliance", _SUPPLEMENTARY, (Fact.COMPLIANCE,)),
    ("domain", _SUPPLEMENTARY, (Fact.DOMAIN,)),
    ("autonomyType", _SUPPLEMENTARY, (Fact.AUTONOMY,)),
)
_COMPONENT = _category(
    "component_basic",
    "Component",
    Level.MODEL,
    ("name", _CRITICAL, (Fact.NAME,)),
    ("type", _CRITICAL, (Fact.TYPE,)),
    ("component_version", _CRITICAL, (Fact.VERSION,)),
    ("purl", _IMPORTANT, (Fact.IDENTIFIER,)),
    ("description", _IMPORTANT, (Fact.DESCRIPTION,)),
    ("licenses", _IMPORTANT, (Fact.LICENSE,)),
    (
        "external_references",
        _SUPPLEMENTARY,
        (Fact.REFERENCE, Fact.WEBSITE, Fact.REPOSITORY, Fact.PAPER, Fact.DOWNLOAD_LOCATION),
    ),
)
_MODEL_CARD = _category(
    "component_model_card",
    "Model card",
    Level.MODEL,
    ("datasets", _IMPORTANT, (Fact.TRAINING_DATA,)),
    ("ethicalConsiderations", _IMPORTANT, (Fact.ETHICAL_CONSIDERATION, Fact.BIAS)),
    ("energyConsumption", _IMPORTANT, (Fact.ENERGY,)),
    ("hyperparameter", _IMPORTANT, (Fact.HYPERPARAMETER,)),
    ("technicalLimitations", _IMPORTANT, (Fact.LIMITATION,)),
    ("safetyRiskAssessment", _IMPORTANT, (Fact.SAFETY_RISK,)),
    ("typeOfModel", _IMPORTANT, (Fact.TYPE_OF_MODEL,)),
    ("intendedUse", _IMPORTANT, (Fact.INTENDED_USE,)),
    ("energyQuantity", _SUPPLEMENTARY, (Fact.ENERGY_QUANTITY,)),
    ("energyUnit", _SUPPLEMENTARY, (Fact.ENERGY_UNIT,)),
    ("informationAboutTraining", _SUPPLEMENTARY, (Fact.TRAINING_PROCEDURE,)),
    ("informationAboutApplication", _SUPPLEMENTARY, (Fact.APPLICATION, Fact.INTENDED_USE, Fact.OUT_OF_SCOPE_USE)),
    ("metric", _SUPPLEMENTARY, (Fact.METRIC,)),
    ("metricDecisionThreshold", _SUPPLEMENTARY, (Fact.DECISION_THRESHOLD,)),
    ("modelDataPreprocessing", _SUPPLEMENTARY, (Fact.PREPROCESSING,)),
    ("useSensitivePersonalInformation", _SUPPLEMENTARY, (Fact.SENSITIVE_DATA,)),
    ("modelExplainability", _SUPPLEMENTARY, (Fact.EXPLAINABILITY,)),
    ("vocab_size", _SUPPLEMENTARY, (Fact.VOCABULARY_SIZE,)),
    ("tokenizer_class", _SUPPLEMENTARY, (Fact.TOKENIZER,)),
    ("context_length", _SUPPLEMENTARY, (Fact.CONTEXT_LENGTH,)),
    ("embedding_length", _SUPPLEMENTARY, (Fact.EMBEDDING_LENGTH,)),
    ("block_count", _SUPPLEMENTARY, (Fact.LAYERS,)),
    ("attention_head_count", _SUPPLEMENTARY, (Fact.ATTENTION_HEADS,)),
    ("attention_head_count_kv", _SUPPLEMENTARY, (Fact.KEY_VALUE_HEADS,)),
    ("feed_forward_length", _SUPPLEMENTARY, (Fact.FEED_FORWARD_LENGTH,)),
    ("rope_dimension_count", _SUPPLEMENTARY, (Fact.ROPE_DIMENSIONS,)),
    ("quantization_version", _SUPPLEMENTARY, (Fact.QUANTIZATION_VERSION,)),
    ("quantization_file_type", _SUPPLEMENTARY, (Fact.QUANTIZATION,)),
)
_REFERENCES = _category(
    "external_references",
    "External references",
    Level.MODEL,
    ("downloadLocation", _IMPORTANT, (Fact.DOWNLOAD_LOCATION, Fact.WEBSITE)),
    ("website", _SUPPLEMENTARY, (Fact.WEBSITE,)),
    ("vcs", _SUPPLEMENTARY, (Fact.REPOSITORY,)),
    ("paper", _SUPPLEMENTARY, (Fact.PAPER,)),
)

OWASP = Checklist(
    key="owasp",
    title="OWASP AIBOM",
    text="OWASP AIBOM Generator, field registry (48 fields; category weights 20/20/20/30/10; tiers 3/2/1)",
    url="https://github.com/GenAI-Security-Project/aibom-generator/blob/74cde08451c0255316a28c2bb9d32e29ed2a8bc3/src/models/field_registry.json",
    read_in="github.com/GenAI-Security-Project/aibom-generator at 74cde08451c0255316a28c2bb9d32e29ed2a8bc3, "
    "src/models/field_registry.json",
    elements=(*_REQUIRED, *_METADATA, *_COMPONENT, *_MODEL_CARD, *_REFERENCES),
    note="Points of 100: the tiers weigh within each category, and there are no penalties and no bonuses, so they "
    "differ from those that the generator gives.",
    weights={
        "Required fields": 20,
        "Metadata": 20,
        "Component": 20,
        "Model card": 30,
        "External references": 10,
    },
)
