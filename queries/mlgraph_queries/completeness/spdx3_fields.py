"""Where SPDX 3.0.1 states each fact: properties in the compact form of its JSON-LD, and relationships."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mlgraph_queries.checklists import Fact
from mlgraph_queries.completeness.fields import facts_of
from mlgraph_queries.completeness.subjects import SubjectKind
from mlgraph_queries.completeness.whole import GROUPS, PERFORMANCE

_Fields = Mapping[str, "Fact | tuple[Fact, ...]"]

THING: _Fields = {
    "name": Fact.NAME,
    "type": Fact.TYPE,
    "description": Fact.DESCRIPTION,
    "summary": Fact.DESCRIPTION,
    "software_packageVersion": Fact.VERSION,
    "software_packageUrl": Fact.IDENTIFIER,
    "externalIdentifier/*/identifier": Fact.IDENTIFIER,
    "software_contentIdentifier/*/software_contentIdentifierValue": Fact.IDENTIFIER,
    "software_downloadLocation": Fact.DOWNLOAD_LOCATION,
    "software_homePage": Fact.WEBSITE,
    "releaseTime": Fact.TIME,
    "builtTime": Fact.TIME,
    "standardName/*": Fact.COMPLIANCE,
}
_ENERGY = "ai_energyConsumption/"
MODEL: _Fields = {
    "ai_autonomyType": Fact.AUTONOMY,
    "ai_domain/*": (Fact.DOMAIN, Fact.TASK),
    "ai_hyperparameter/*/key": Fact.HYPERPARAMETER,
    "ai_informationAboutApplication": (Fact.APPLICATION, Fact.INTENDED_USE),
    "ai_informationAboutTraining": Fact.TRAINING_PROCEDURE,
    "ai_limitation": Fact.LIMITATION,
    "ai_metric/*/key": Fact.METRIC,
    "ai_metricDecisionThreshold/*/key": Fact.DECISION_THRESHOLD,
    "ai_modelDataPreprocessing/*": Fact.PREPROCESSING,
    "ai_modelExplainability/*": Fact.EXPLAINABILITY,
    "ai_safetyRiskAssessment": Fact.SAFETY_RISK,
    "ai_standardCompliance/*": Fact.COMPLIANCE,
    "ai_typeOfModel/*": Fact.TYPE_OF_MODEL,
    "ai_useSensitivePersonalInformation": Fact.SENSITIVE_DATA,
    **{
        f"{_ENERGY}{phase}EnergyConsumption/*/ai_energy{part}": facts
        for phase in ("ai_training", "ai_finetuning", "ai_inference")
        for part, facts in (("Quantity", (Fact.ENERGY, Fact.ENERGY_QUANTITY)), ("Unit", (Fact.ENERGY_UNIT,)))
    },
}
DATASET: _Fields = {
    "dataset_datasetType/*": Fact.DATA_TYPE,
    "dataset_datasetSize": (Fact.SIZE, Fact.STATISTICS),
    "dataset_datasetNoise": Fact.STATISTICS,
    "dataset_dataCollectionProcess": Fact.COLLECTION_PROCESS,
    "dataset_dataPreprocessing/*": Fact.PREPROCESSING,
    "dataset_hasSensitivePersonalInformation": Fact.SENSITIVE_DATA,
    "dataset_confidentialityLevel": Fact.SENSITIVE_DATA,
    "dataset_intendedUse": Fact.INTENDED_USE,
    "dataset_knownBias/*": Fact.BIAS,
    "dataset_datasetAvailability": Fact.ACCESS,
    "software_downloadLocation": Fact.IDENTIFIER,
}
REFERENCES: Mapping[str, Fact] = {
    "vcs": Fact.REPOSITORY,
    "documentation": Fact.PAPER,
    "altDownloadLocation": Fact.DOWNLOAD_LOCATION,
    "securityPolicy": Fact.SECURITY_POLICY,
    "certificationReport": Fact.COMPLIANCE,
}
"""By type of external reference; all others are pages about the thing."""
LICENSES = frozenset({"hasDeclaredLicense", "hasConcludedLicense"})


@dataclass(frozen=True, slots=True)
class Relations:
    """What a relationship states, by its type."""

    depends: frozenset[str]
    of_model: Mapping[str, Fact]
    of_dataset: Mapping[str, Fact]
    of_others: Mapping[str, Fact]
    inward: Mapping[str, Fact]
    """Of the thing that it leads to."""

    def outward(self, kind: SubjectKind) -> Mapping[str, Fact]:
        """Of the thing that it starts from."""
        if kind is SubjectKind.MODEL:
            return self.of_model
        return self.of_dataset if kind is SubjectKind.DATASET else self.of_others


_REQUIREMENTS = dict.fromkeys(("dependsOn", "hasOptionalDependency", "hasPrerequisite"), Fact.REQUIREMENT)
_SECURITY = {"hasAssociatedVulnerability": Fact.VULNERABILITIES}
RELATIONS = Relations(
    depends=frozenset({*_REQUIREMENTS, "contains"}),
    of_model={
        **_REQUIREMENTS,
        **_SECURITY,
        "trainedOn": Fact.TRAINING_DATA,
        "testedOn": Fact.TEST_DATA,
        "descendantOf": Fact.BASE_MODEL,
        "hasDataFile": Fact.FILES,
        "contains": Fact.FILES,
    },
    of_dataset={**_REQUIREMENTS, **_SECURITY, "descendantOf": Fact.SOURCE_DATA, "contains": Fact.FILES},
    of_others={**_REQUIREMENTS, **_SECURITY},
    inward={
        **_REQUIREMENTS,
        "contains": Fact.REQUIREMENT,
        "trainedOn": Fact.USED_FOR,
        "testedOn": Fact.USED_FOR,
    },
)

_OF_ANYTHING = frozenset(
    {
        *facts_of([THING]),
        *REFERENCES.values(),
        *{Fact.REFERENCE, Fact.PRODUCER, Fact.HASH, Fact.HASH_ALGORITHM, Fact.LICENSE},
        *{Fact.REQUIREMENT, Fact.VULNERABILITIES},
    }
)
SAYABLE: Mapping[SubjectKind, frozenset[Fact]] = {
    SubjectKind.DOCUMENT: frozenset(
        {
            *{Fact.AUTHOR, Fact.FORMAT_NAME, Fact.FORMAT_VERSION, Fact.SERIAL_NUMBER, Fact.TOOL_NAME},
            *{Fact.TOOL_VERSION, Fact.GENERATION_CONTEXT, Fact.DOCUMENT_TIME, Fact.RELATIONSHIPS},
        }
    ),
    SubjectKind.SYSTEM: _OF_ANYTHING | GROUPS | frozenset(PERFORMANCE),
    SubjectKind.PACKAGE: _OF_ANYTHING,
    SubjectKind.MODEL: _OF_ANYTHING | facts_of([MODEL]) | frozenset(RELATIONS.of_model.values()),
    SubjectKind.DATASET: _OF_ANYTHING | facts_of([DATASET]) | frozenset({Fact.SOURCE_DATA, Fact.FILES, Fact.USED_FOR}),
}
"""What the format has a property or a relationship for; texts in annotations are none."""
