"""The lines in which mlgraph writes what SPDX has no field for: its properties, without the name they begin with."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence

from mlgraph.model.assertions import JsonValue
from mlgraph_ingest.bom.draft import Draft
from mlgraph_ingest.bom.own_properties import own_properties
from mlgraph_ingest.bom.own_values import scalar
from mlgraph_ingest.bom.things import Component, OfDocument
from mlgraph_ontology.kinds import PropertyKind

_P = PropertyKind
_KINDS = {
    "project": "application",
    "package": "library",
    "model": "machine-learning-model",
    "dataset": "data",
    "file": "file",
    "model-file": "file",
    "data-file": "file",
    "service": "service",
}
"""What a thing is -> type of CycloneDX; SPDX 2.3 has no word for some of them."""
_CARD: Mapping[str, PropertyKind] = {
    "modelCard.modelParameters.task": _P.TASK,
    "modelCard.modelParameters.architectureFamily": _P.ARCHITECTURE_FAMILY,
    "modelCard.modelParameters.modelArchitecture": _P.ARCHITECTURE,
    "modelCard.modelParameters.inputs.format": _P.INPUT_MODALITY,
    "modelCard.modelParameters.outputs.format": _P.OUTPUT_MODALITY,
    "modelCard.considerations.users": _P.INTENDED_USER,
    "modelCard.considerations.useCases": _P.INTENDED_USE,
    "modelCard.considerations.technicalLimitations": _P.LIMITATION,
    "modelCard.considerations.ethicalConsiderations.name": _P.ETHICAL_CONSIDERATION,
    "modelCard.considerations.fairnessAssessments.harms": _P.BIAS,
    "data.sensitiveData": _P.SENSITIVE_DATA,
}
"""Fields of a model card or of data, as lines, that are one kind each."""
_METRICS = "modelCard.quantitativeAnalysis.performanceMetrics"
_SLICE = ("task", "dataset", "config", "split", "revision", "name", "verified")
_OF_DOCUMENT = frozenset({_P.PROBLEM, _P.LIFECYCLE})
_SILENT = re.compile(
    r"data\.(?:type|name|description|governance\..*)|not known|profile not claimed"
    r"|modelCard\.considerations\.environmentalConsiderations\..*|modelCard\.modelParameters\.datasets\..*"
)
"""Lines that say what another line, a field or a relationship says as well, or what the document itself lacks."""
PUBLISHED = frozenset({"machine-learning-model", "data"})
"""Types of what is published in states: of these mlgraph derives the times in the fields from those in the lines."""


def described_by_lines(component: Component, draft: Draft, lines: Sequence[tuple[str, str, str]]) -> Component:
    """A component with what the lines of its annotations say; facts and links go into the draft."""
    rest: list[tuple[str, str, str]] = []
    for name, written, place in lines:
        value = unescaped(written)
        if name == "kind":
            component = component._replace(type=_KINDS.get(value, component.type))
        elif name in _OF_COMPONENT:
            component = _OF_COMPONENT[name](component, value)
        elif name == "version-range" and component.version is None:
            component = component._replace(version_range=component.version_range or value)
        elif name in _CARD:
            draft.say(_CARD[name], value, place)
        elif name == _METRICS:
            draft.say(_P.METRIC, measurement(value), place)
        elif name in _OTHERS:
            _OTHERS[name](value, place, draft)
        elif name == "data.contents.url":
            component = component._replace(address=value)
        elif not _SILENT.fullmatch(name):
            rest.append((name, value, place))
    own_properties(rest, draft)
    return component


def unescaped(text: str) -> str:
    r"""A text as it was before whatever would have broken its line was written as its escape.

    >>> unescaped(r"two\nlines").splitlines()
    ['two', 'lines']
    """
    return _ESCAPE.sub(lambda match: _PLAIN.get(match[0]) or chr(int(match["hex"], base=16)), text)


def is_published(lines: Sequence[tuple[str, str, str]]) -> bool:
    """Whether lines are those of a model or a dataset."""
    return any(name == "kind" and _KINDS.get(value) in PUBLISHED for name, value, _ in lines)


def named_by_ref(component: Component, ref: str) -> Component:
    """A component of ours by what it is called in its inventory: of data the address, of a service who provides it."""
    if component.type == "data" and component.purl is None and component.address is None:
        return component._replace(address=ref)
    provider, slash, _ = ref.removeprefix("service:").partition("/")
    if component.type == "service" and slash and ref.startswith("service:"):
        return component._replace(group=provider)
    return component


def measurement(text: str) -> JsonValue:
    """A metric as it was before it was written in one line: `accuracy: 0.91: task: x; dataset: y`."""
    type_, _, told = text.partition(": ")
    end = 0
    if told[:1] in {"{", "["}:
        try:
            end = json.JSONDecoder().raw_decode(told)[1]
        except ValueError:
            end = 0
    figure, where = (told[:end], told[end:].removeprefix(": ")) if end else told.partition(": ")[::2]
    return {"type": type_, "value": scalar(figure), **sliced(where)}


def sliced(text: str) -> dict[str, JsonValue]:
    """What a measurement was made on, `task: x; dataset: y`, by name."""
    parts = re.split(rf"(?:^|; )({'|'.join(_SLICE)}): ", text)
    return {
        name: scalar(value) if name == "verified" else value
        for name, value in zip(parts[1::2], parts[2::2], strict=True)
    }


def _parts(value: str, place: str, draft: Draft) -> None:
    draft.say(_P.COMPOSITION, {"aggregate": value, "of": "assemblies"}, place)


def _annotation(value: str, place: str, draft: Draft) -> None:
    """A property of another tool, `name=value`."""
    name, _, said = value.partition("=")
    draft.note(name, said, place)


def _endpoint(value: str, place: str, draft: Draft) -> None:
    draft.say(_P.ENDPOINT, value.removeprefix("//"), place)


_ESCAPE = re.compile(r"\\(?:[ntr]|[xu](?P<hex>(?<=x)[0-9a-f]{2}|(?<=u)[0-9a-f]{4}))")
_PLAIN = {r"\n": "\n", r"\t": "\t", r"\r": "\r"}
_HUB_PURL = "pkg:huggingface/"
_OTHERS: Mapping[str, Callable[[str, str, Draft], None]] = {
    "annotation": _annotation,
    "endpoint": _endpoint,
    "parts": _parts,
}
_OF_COMPONENT: Mapping[str, Callable[[Component, str], Component]] = {
    "component-type": lambda component, value: component._replace(type=value),
    "group": lambda component, value: component._replace(group=value),
}
"""Lines that say what SPDX has no field for, of what another tool listed."""


def of_document(draft: Draft) -> list[OfDocument]:
    """Take what lines of a component say of the document out of its draft: problems and stages of life."""
    found = [OfDocument(said) for said in draft.facts if said.kind in _OF_DOCUMENT]
    draft.facts = [said for said in draft.facts if said.kind not in _OF_DOCUMENT]
    return found


def drawn(component: Component, draft: Draft) -> Component:
    """A component with all that its draft holds."""
    return component._replace(
        licenses=tuple(dict.fromkeys(draft.licenses)),
        organizations=tuple(draft.organizations),
        facts=tuple(draft.facts),
        links=tuple(draft.links),
        qualifiers=tuple(draft.qualifiers.items()),
        scope=next(iter(draft.scopes), component.scope),
        is_listed=draft.is_listed,
    )


def hub_page(purl: str | None) -> str:
    """The page that a package URL of the hub stands for; empty for all others."""
    is_hub = purl is not None and purl.startswith(_HUB_PURL)
    return f"https://huggingface.co/{purl.removeprefix(_HUB_PURL).partition('@')[0]}" if purl and is_hub else ""


def account_page(name: str, purl: str | None) -> str | None:
    """The page of the account of the hub that a model of ours is published by, where its package URL says so."""
    is_hub = purl is not None and purl.startswith(_HUB_PURL)
    namespace = purl.removeprefix(_HUB_PURL).partition("/")[0] if purl is not None and is_hub else ""
    return f"https://huggingface.co/{namespace}" if namespace and namespace.lower() == name.lower() else None
