"""What the AI and the Dataset profile say of a model or a dataset."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from mlgraph.model.assertions import JsonValue
from mlgraph_ingest.bom.draft import Draft
from mlgraph_ingest.bom.fields import Fields
from mlgraph_ingest.bom.own_lines import sliced, unescaped
from mlgraph_ingest.bom.own_values import scalar
from mlgraph_ingest.bom.spdx3.elements import word
from mlgraph_ontology.kinds import PropertyKind


class Profile(Protocol):
    """Reads the properties of one profile."""

    def __call__(self, fields: Fields, draft: Draft, lines: Sequence[tuple[str, str, str]]) -> None:
        """Add what they say to a draft; `lines` are those of the annotations of a document of ours."""
        ...


_CLASS = re.compile(r"[A-Z]\w*(?:For[A-Z]\w*|Model|LMHead\w*|Transformer)")
"""Names of classes of models, as `transformers` has them; a family of architectures has none of these endings."""
_MEASURED = re.compile(r"(?P<type>[^()]*?)(?: \((?P<slice>.*)\))?", re.DOTALL)
_KWH_OF = {"kilowattHour": 1.0, "megajoule": 1 / 3.6}
"""Units of energy (EnergyUnitType) -> kWh: 1 kWh is 3.6 MJ (SI brochure, 9th edition, table 8)."""
_SPENT = {
    "ai_trainingEnergyConsumption": "training",
    "ai_finetuningEnergyConsumption": "fine-tuning",
    "ai_inferenceEnergyConsumption": "inference",
}
_TEXTS = {
    "ai_limitation": PropertyKind.LIMITATION,
    "ai_informationAboutTraining": PropertyKind.TRAINING_PROCEDURE,
    "ai_informationAboutApplication": PropertyKind.INTENDED_USE,
}
_OF_DATASETS = (
    "dataset_datasetType", "dataset_datasetSize", "dataset_dataCollectionProcess", "dataset_intendedUse",
    "dataset_dataPreprocessing", "dataset_knownBias", "dataset_datasetAvailability",
)  # fmt: skip
"""Properties that mlgraph writes."""
_GATED = {"directDownload": "false", "clickthrough": "auto"}
"""DatasetAvailabilityType -> whether access is handed out on request; the others have no word of ours."""


def ai(fields: Fields, draft: Draft, lines: Sequence[tuple[str, str, str]]) -> None:
    """Properties of an ai_AIPackage. What has a vocabulary of its own (autonomy, safety risk, ...) stays unread."""
    del lines
    _architecture(fields, draft)
    _each(fields, draft, "ai_domain", PropertyKind.TASK)
    for row in fields.tables("ai_hyperparameter"):
        row.raw("type")
        name, value = row.text("key"), row.raw("value")
        if name is not None:
            draft.say(PropertyKind.HYPERPARAMETER, {"name": name, "value": _scalar(value)}, row.place)
    for name, figure, place in _metrics(fields):
        draft.say(PropertyKind.METRIC, {"type": name, "value": figure}, place)
    for field, kind in _TEXTS.items():
        text = fields.text(field)
        if text is not None:
            draft.say(kind, text)
    _energy(fields, draft)


def own_ai(fields: Fields, draft: Draft, lines: Sequence[tuple[str, str, str]]) -> None:
    """The same of a document of ours: what its lines do not say, in the parts that it was put together from."""
    _architecture(fields, draft)
    _each(fields, draft, "ai_domain", PropertyKind.TASK)
    for name, figure, place in _metrics(fields):
        match = _MEASURED.fullmatch(name)
        where = sliced(match["slice"] or "") if match is not None else {}
        draft.say(
            PropertyKind.METRIC, {"type": match["type"] if match and where else name, "value": figure, **where}, place
        )
    for name in ("ai_hyperparameter", "ai_energyConsumption", "ai_informationAboutTraining"):
        fields.raw(name)
    outside = [unescaped(value) for name, value, _ in lines if name == "out-of-scope-use"]
    application = fields.text("ai_informationAboutApplication") or ""
    for text in outside:
        application = application.replace(f"Out of scope: {text}", "")
    _paragraphs(application, PropertyKind.INTENDED_USE, draft)
    _paragraphs(fields.text("ai_limitation") or "", PropertyKind.LIMITATION, draft)


def dataset(fields: Fields, draft: Draft, lines: Sequence[tuple[str, str, str]]) -> None:
    """Properties of a dataset_DatasetPackage. What has a vocabulary of its own stays unread."""
    del lines
    for type_ in fields.texts("dataset_datasetType"):
        if word(type_) != "noAssertion":
            draft.say(PropertyKind.DATA_TYPE, word(type_))
    size = fields.peek("dataset_datasetSize")
    if isinstance(size, int) and not isinstance(size, bool) and 0 <= size < 2**63:
        fields.raw("dataset_datasetSize")
        draft.say(PropertyKind.SIZE_BYTES, size)
    for name, kind in (
        ("dataset_dataCollectionProcess", PropertyKind.COLLECTION_PROCESS),
        ("dataset_intendedUse", PropertyKind.INTENDED_USE),
    ):
        text = fields.text(name)
        if text is not None:
            draft.say(kind, text)
    _each(fields, draft, "dataset_dataPreprocessing", PropertyKind.PREPROCESSING)
    _each(fields, draft, "dataset_knownBias", PropertyKind.BIAS)
    available = fields.peek("dataset_datasetAvailability")
    gated = _GATED.get(word(available)) if isinstance(available, str) else None
    if gated is not None:
        fields.raw("dataset_datasetAvailability")
        draft.say(PropertyKind.GATED, gated)


def own_dataset(fields: Fields, draft: Draft, lines: Sequence[tuple[str, str, str]]) -> None:
    """The same of a document of ours, of which the lines say all."""
    del draft, lines
    for name in _OF_DATASETS:
        fields.raw(name)


PROFILES: Mapping[str, tuple[Profile, ...]] = {"ai_AIPackage": (ai,), "dataset_DatasetPackage": (dataset,)}
"""Class -> what reads its properties."""
OWN_PROFILES: Mapping[str, tuple[Profile, ...]] = {
    "ai_AIPackage": (own_ai,),
    "dataset_DatasetPackage": (own_dataset,),
}
"""The same of documents of ours."""


def _architecture(fields: Fields, draft: Draft) -> None:
    """The family of the architecture is the first type that is no name of a class; all others are architectures."""
    types = fields.texts("ai_typeOfModel")
    family = next((text for text in types if not _CLASS.fullmatch(text)), None)
    for text in types:
        draft.say(PropertyKind.ARCHITECTURE_FAMILY if text == family else PropertyKind.ARCHITECTURE, text)


def _metrics(fields: Fields) -> Iterator[tuple[str, JsonValue, str]]:
    for row in fields.tables("ai_metric"):
        row.raw("type")
        name, value = row.text("key"), row.raw("value")
        if name is not None:
            yield name, _scalar(value), row.place


def _each(fields: Fields, draft: Draft, name: str, kind: PropertyKind) -> None:
    for text in fields.texts(name):
        draft.say(kind, text)


def _paragraphs(text: str, kind: PropertyKind, draft: Draft) -> None:
    for part in text.split("\n\n"):
        if part.strip():
            draft.say(kind, part.strip())


def _scalar(value: object) -> JsonValue:
    if isinstance(value, str):
        return scalar(value)
    return value if isinstance(value, bool | int | float) else None


def _energy(fields: Fields, draft: Draft) -> None:
    """The first figure of the energy that it took; there is one of a model at a time."""
    whole = fields.table("ai_energyConsumption")
    if whole is None:
        return
    whole.raw("type")
    is_said = False
    for name, activity in _SPENT.items():
        for row in whole.tables(name):
            amount = _KWH_OF.get(word(str(row.peek("ai_energyUnit"))))
            quantity = _number(row.peek("ai_energyQuantity"))
            if amount is None or quantity is None or is_said:
                continue
            for each in ("type", "ai_energyUnit", "ai_energyQuantity"):
                row.raw(each)
            draft.say(PropertyKind.EMISSIONS, {"kwh": quantity * amount, "training_type": activity}, row.place)
            is_said = True


def _number(value: object) -> float | None:
    """A figure, which JSON-LD may write as a text."""
    try:
        found = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
    except (ValueError, OverflowError):
        return None
    return found if found is not None and 0 <= found < 1e12 else None
