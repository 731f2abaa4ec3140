"""Where CycloneDX states each fact: paths in the shape of its JSON (schemas 1.2 to 1.7)."""

from __future__ import annotations

from collections.abc import Mapping

from mlgraph_queries.checklists import Fact
from mlgraph_queries.completeness.fields import facts_of
from mlgraph_queries.completeness.of_artifact import HYPERPARAMETERS
from mlgraph_queries.completeness.subjects import SubjectKind
from mlgraph_queries.completeness.whole import GROUPS, PERFORMANCE

_Fields = Mapping[str, "Fact | tuple[Fact, ...]"]

DOCUMENT: _Fields = {
    "bomFormat": Fact.FORMAT_NAME,
    "specVersion": Fact.FORMAT_VERSION,
    "serialNumber": Fact.SERIAL_NUMBER,
    "version": Fact.DOCUMENT_VERSION,
    "signature/value": Fact.SIGNATURE,
    "signature/signers/*/value": Fact.SIGNATURE,
    "signature/chain/*/value": Fact.SIGNATURE,
    "metadata/timestamp": Fact.DOCUMENT_TIME,
    "metadata/authors/*/name": Fact.AUTHOR,
    "metadata/manufacturer/name": Fact.AUTHOR,
    "metadata/lifecycles/*/phase": Fact.GENERATION_CONTEXT,
    "metadata/lifecycles/*/name": Fact.GENERATION_CONTEXT,
    "metadata/tools/*/name": Fact.TOOL_NAME,
    "metadata/tools/*/version": Fact.TOOL_VERSION,
    "metadata/tools/components/*/name": Fact.TOOL_NAME,
    "metadata/tools/components/*/version": Fact.TOOL_VERSION,
    "metadata/tools/services/*/name": Fact.TOOL_NAME,
    "metadata/tools/services/*/version": Fact.TOOL_VERSION,
    "dependencies/*/dependsOn/*": Fact.RELATIONSHIPS,
}
THING: _Fields = {
    "name": Fact.NAME,
    "type": Fact.TYPE,
    "version": Fact.VERSION,
    "description": Fact.DESCRIPTION,
    "purl": Fact.IDENTIFIER,
    "cpe": Fact.IDENTIFIER,
    "swid/tagId": Fact.IDENTIFIER,
    "omniborId/*": Fact.IDENTIFIER,
    "swhid/*": Fact.IDENTIFIER,
    "supplier/name": Fact.PRODUCER,
    "manufacturer/name": Fact.PRODUCER,
    "publisher": Fact.PRODUCER,
    "author": Fact.PRODUCER,
    "authors/*/name": Fact.PRODUCER,
    "hashes/*/content": Fact.HASH,
    "hashes/*/alg": Fact.HASH_ALGORITHM,
    "licenses/*/license/id": Fact.LICENSE,
    "licenses/*/license/name": Fact.LICENSE,
    "licenses/*/expression": Fact.LICENSE,
    "releaseNotes/timestamp": Fact.TIME,
}
_CARD = "modelCard/modelParameters/"
_CONSIDERATIONS = "modelCard/considerations/"
_ENERGY = _CONSIDERATIONS + "environmentalConsiderations/energyConsumptions/*/"
RELATION = "pedigree/ancestors/*/properties/*"
"""Where a property `relation` says how a model was made from another."""
MODEL: _Fields = {
    _CARD + "task": Fact.TASK,
    _CARD + "modelArchitecture": Fact.TYPE_OF_MODEL,
    _CARD + "architectureFamily": Fact.TYPE_OF_MODEL,
    _CARD + "inputs/*/format": Fact.INPUT,
    _CARD + "outputs/*/format": Fact.OUTPUT,
    _CARD + "inputs/*/*": Fact.INPUT,
    _CARD + "outputs/*/*": Fact.OUTPUT,
    "modelCard/quantitativeAnalysis/performanceMetrics/*/value": Fact.METRIC,
    _CONSIDERATIONS + "useCases/*": Fact.INTENDED_USE,
    _CONSIDERATIONS + "technicalLimitations/*": Fact.LIMITATION,
    _CONSIDERATIONS + "ethicalConsiderations/*/name": Fact.ETHICAL_CONSIDERATION,
    _CONSIDERATIONS + "fairnessAssessments/*/harms": Fact.BIAS,
    _CONSIDERATIONS + "fairnessAssessments/*/groupAtRisk": Fact.BIAS,
    _ENERGY + "activityEnergyCost/value": (Fact.ENERGY, Fact.ENERGY_QUANTITY),
    _ENERGY + "activityEnergyCost/unit": Fact.ENERGY_UNIT,
    "pedigree/ancestors/*/name": Fact.BASE_MODEL,
    "components/*/name": Fact.FILES,
    "components/*/hashes/*/content": Fact.HASH,
    "components/*/hashes/*/alg": Fact.HASH_ALGORITHM,
}
TRAINING: _Fields = {
    _CARD + "datasets/*/ref": Fact.TRAINING_DATA,
    _CARD + "datasets/*/name": Fact.TRAINING_DATA,
}
"""Datasets "used to train and evaluate the model", as the schema has it, where no property tells the two apart."""
DATASET: _Fields = {
    "data/*/contents/url": (Fact.IDENTIFIER, Fact.DOWNLOAD_LOCATION),
    "data/*/description": Fact.DESCRIPTION,
    "data/*/sensitiveData": Fact.SENSITIVE_DATA,
    "data/*/classification": Fact.SENSITIVE_DATA,
    "data/*/governance/owners/*/organization/name": Fact.PRODUCER,
    "data/*/governance/custodians/*/organization/name": Fact.PRODUCER,
    "data/*/governance/stewards/*/organization/name": Fact.PRODUCER,
    "pedigree/ancestors/*/name": Fact.SOURCE_DATA,
    "components/*/name": Fact.FILES,
    "components/*/hashes/*/content": Fact.HASH,
    "components/*/hashes/*/alg": Fact.HASH_ALGORITHM,
}
SYSTEM: _Fields = {
    "metadata/supplier/name": Fact.PRODUCER,
    "metadata/manufacture/name": Fact.PRODUCER,
    "services/*/data/*/flow": Fact.DATA_FLOW,
    "services/*/data/*/classification": Fact.DATA_USAGE,
    "declarations/attestations/*/summary": Fact.COMPLIANCE,
    "definitions/standards/*/name": Fact.COMPLIANCE,
    "vulnerabilities/*/id": Fact.VULNERABILITIES,
}
"""What other chapters say of the system; the rest stands in metadata.component."""
REFERENCES: Mapping[str, Fact] = {
    "distribution": Fact.DOWNLOAD_LOCATION,
    "website": Fact.WEBSITE,
    "vcs": Fact.REPOSITORY,
    "documentation": Fact.PAPER,
    "rfc-9116": Fact.SECURITY_POLICY,
    "certification-report": Fact.COMPLIANCE,
}
"""By type of external reference; all others are pages about the thing."""
PROPERTIES: Mapping[str, Fact] = {
    "parametercount": Fact.PARAMETER_COUNT,
    "parameters": Fact.PARAMETER_COUNT,
    "contextlength": Fact.CONTEXT_LENGTH,
    "architecture": Fact.TYPE_OF_MODEL,
    "architecturefamily": Fact.TYPE_OF_MODEL,
    "quantization": Fact.QUANTIZATION,
    "quantizationfiletype": Fact.QUANTIZATION,
    "quantizationversion": Fact.QUANTIZATION_VERSION,
    "vocabsize": Fact.VOCABULARY_SIZE,
    "tokenizerclass": Fact.TOKENIZER,
    "embeddinglength": Fact.EMBEDDING_LENGTH,
    "blockcount": Fact.LAYERS,
    "attentionheadcount": Fact.ATTENTION_HEADS,
    "attentionheadcountkv": Fact.KEY_VALUE_HEADS,
    "feedforwardlength": Fact.FEED_FORWARD_LENGTH,
    "ropedimensioncount": Fact.ROPE_DIMENSIONS,
    "hyperparameter": Fact.HYPERPARAMETER,
    "energyconsumption": Fact.ENERGY,
    "energyquantity": Fact.ENERGY_QUANTITY,
    "energyunit": Fact.ENERGY_UNIT,
    "hardwareused": Fact.COMPUTE,
    "informationabouttraining": Fact.TRAINING_PROCEDURE,
    "trainingprocedure": Fact.TRAINING_PROCEDURE,
    "informationaboutapplication": Fact.APPLICATION,
    "metric": Fact.METRIC,
    "metricdecisionthreshold": Fact.DECISION_THRESHOLD,
    "modeldatapreprocessing": Fact.PREPROCESSING,
    "preprocessing": Fact.PREPROCESSING,
    "usesensitivepersonalinformation": Fact.SENSITIVE_DATA,
    "sensitivedata": Fact.SENSITIVE_DATA,
    "modelexplainability": Fact.EXPLAINABILITY,
    "modelcardexplainability": Fact.EXPLAINABILITY,
    "safetyriskassessment": Fact.SAFETY_RISK,
    "standardcompliance": Fact.COMPLIANCE,
    "domain": Fact.DOMAIN,
    "autonomytype": Fact.AUTONOMY,
    "typeofmodel": Fact.TYPE_OF_MODEL,
    "limitation": Fact.LIMITATION,
    "bias": Fact.BIAS,
    "createdat": Fact.TIME,
    "releasedat": Fact.TIME,
    "modifiedat": Fact.TIME,
    "lastmodified": Fact.TIME,
    "gated": Fact.ACCESS,
    "intendeduse": Fact.INTENDED_USE,
    "outofscopeuse": Fact.OUT_OF_SCOPE_USE,
    "evaluatedon": Fact.TEST_DATA,
    "trainedon": Fact.TRAINING_DATA,
    "basemodelrelation": Fact.CHANGE_OF_BASE,
    "libraryname": Fact.SOFTWARE_NEEDED,
    "runswith": Fact.SOFTWARE_NEEDED,
    "task": Fact.TASK,
    "datatype": Fact.DATA_TYPE,
    "sizecategory": Fact.SIZE,
    "rowcount": Fact.SIZE,
    "statistics": Fact.STATISTICS,
    "collectionprocess": Fact.COLLECTION_PROCESS,
    "annotationprocess": Fact.COLLECTION_PROCESS,
}
"""Names of properties, by their last part in letters and digits: `genai:aibom:modelcard:contextLength`,
`mlgraph:context-length`. Whoever writes one states what it is called."""

_LINKED = frozenset({Fact.REQUIREMENT, Fact.REFERENCE, Fact.VULNERABILITIES, *REFERENCES.values()})
SAYABLE: Mapping[SubjectKind, frozenset[Fact]] = {
    SubjectKind.DOCUMENT: facts_of([DOCUMENT]),
    SubjectKind.SYSTEM: facts_of([THING, SYSTEM]) | _LINKED | GROUPS | {*PERFORMANCE, Fact.HARDWARE},
    SubjectKind.PACKAGE: facts_of([THING]) | _LINKED,
    SubjectKind.MODEL: facts_of([THING, MODEL, TRAINING, PROPERTIES])
    | _LINKED
    | {*HYPERPARAMETERS.values(), Fact.CHANGE_OF_BASE},
    SubjectKind.DATASET: facts_of([THING, DATASET, PROPERTIES]) | _LINKED | {Fact.USED_FOR},
}
"""What the format has a place for, properties of whatever name among them."""


def property_key(name: str) -> str:
    """The last part of a property's name, in letters and digits.

    >>> property_key("genai:aibom:modelcard:contextLength"), property_key("mlgraph:context-length")
    ('contextlength', 'contextlength')
    """
    return "".join(filter(str.isalnum, name.rpartition(":")[2].lower()))
