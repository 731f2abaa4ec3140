"""What an inventory says of a published model or dataset, fact by fact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from mlgraph.model import ids
from mlgraph.model.assertions import JsonValue
from mlgraph_ontology.kinds import Method, NodeKind, PropertyKind
from mlgraph_queries.checklists import Fact
from mlgraph_queries.completeness.subjects import Gathering, Said, Subject, SubjectKind
from mlgraph_queries.entries import Artifact, ReferenceEntry
from mlgraph_queries.stated import LicenseStatement, Link

_PROPERTIES: Mapping[PropertyKind, tuple[Fact, ...]] = {
    PropertyKind.DESCRIPTION: (Fact.DESCRIPTION,),
    PropertyKind.RELEASED_AT: (Fact.TIME,),
    PropertyKind.CREATED_AT: (Fact.TIME,),
    PropertyKind.MODIFIED_AT: (Fact.TIME,),
    PropertyKind.PAPER: (Fact.PAPER,),
    PropertyKind.DOI: (Fact.PAPER,),
    PropertyKind.TASK: (Fact.TASK,),
    PropertyKind.INTENDED_USE: (Fact.INTENDED_USE,),
    PropertyKind.OUT_OF_SCOPE_USE: (Fact.OUT_OF_SCOPE_USE,),
    PropertyKind.LIMITATION: (Fact.LIMITATION,),
    PropertyKind.BIAS: (Fact.BIAS,),
    PropertyKind.SENSITIVE_DATA: (Fact.SENSITIVE_DATA,),
    PropertyKind.PREPROCESSING: (Fact.PREPROCESSING,),
    PropertyKind.GATED: (Fact.ACCESS,),
    PropertyKind.ARCHITECTURE: (Fact.TYPE_OF_MODEL,),
    PropertyKind.ARCHITECTURE_FAMILY: (Fact.TYPE_OF_MODEL,),
    PropertyKind.PARAMETER_COUNT: (Fact.PARAMETER_COUNT,),
    PropertyKind.CONTEXT_LENGTH: (Fact.CONTEXT_LENGTH,),
    PropertyKind.QUANTIZATION: (Fact.QUANTIZATION,),
    PropertyKind.INPUT_MODALITY: (Fact.INPUT,),
    PropertyKind.OUTPUT_MODALITY: (Fact.OUTPUT,),
    PropertyKind.TRAINING_PROCEDURE: (Fact.TRAINING_PROCEDURE,),
    PropertyKind.HYPERPARAMETER: (Fact.HYPERPARAMETER,),
    PropertyKind.METRIC: (Fact.METRIC,),
    PropertyKind.ETHICAL_CONSIDERATION: (Fact.ETHICAL_CONSIDERATION,),
    PropertyKind.DATA_TYPE: (Fact.DATA_TYPE,),
    PropertyKind.ROW_COUNT: (Fact.SIZE, Fact.STATISTICS),
    PropertyKind.SIZE_CATEGORY: (Fact.SIZE,),
    PropertyKind.SIZE_BYTES: (Fact.SIZE,),
    PropertyKind.STATISTICS: (Fact.STATISTICS,),
    PropertyKind.COLLECTION_PROCESS: (Fact.COLLECTION_PROCESS,),
    PropertyKind.ANNOTATION_PROCESS: (Fact.COLLECTION_PROCESS,),
}
"""What a property states, strongest property first for each fact."""
EMISSIONS: Mapping[str, Fact] = {"kwh": Fact.ENERGY, "hardware_used": Fact.COMPUTE}
"""Members of `emissions`; carbon dioxide alone is no energy."""
_DIGITS = {
    "md5": 32, "sha1": 40, "sha256": 64, "sha384": 96, "sha512": 128,
    "sha3_256": 64, "sha3_384": 96, "sha3_512": 128, "blake2b": 128, "blake3": 64,
}  # fmt: skip
"""Hexadecimal digits of the hashes that there are, by their names in hashlib."""
_HEXADECIMAL = frozenset("0123456789abcdef")
_PAGES: Mapping[str, Fact] = {
    **dict.fromkeys(("homepage", "home", "website"), Fact.WEBSITE),
    **dict.fromkeys(("source", "repository", "sourcecode", "github", "gitlab", "code", "git"), Fact.REPOSITORY),
    **dict.fromkeys(("documentation", "docs"), Fact.PAPER),
    "download": Fact.DOWNLOAD_LOCATION,
}
"""Labels of addresses, as metadata have them; all others are pages about the thing."""
HYPERPARAMETERS: Mapping[str, Fact] = {
    "vocab_size": Fact.VOCABULARY_SIZE,
    "tokenizer_class": Fact.TOKENIZER,
    "hidden_size": Fact.EMBEDDING_LENGTH,
    "embedding_length": Fact.EMBEDDING_LENGTH,
    "num_hidden_layers": Fact.LAYERS,
    "block_count": Fact.LAYERS,
    "num_attention_heads": Fact.ATTENTION_HEADS,
    "attention_head_count": Fact.ATTENTION_HEADS,
    "num_key_value_heads": Fact.KEY_VALUE_HEADS,
    "attention_head_count_kv": Fact.KEY_VALUE_HEADS,
    "intermediate_size": Fact.FEED_FORWARD_LENGTH,
    "feed_forward_length": Fact.FEED_FORWARD_LENGTH,
    "rope_dimension_count": Fact.ROPE_DIMENSIONS,
    "quantization_version": Fact.QUANTIZATION_VERSION,
}
"""Names of hyperparameters, as configurations on the hub and headers of GGUF files have them."""


def reference_subject(kind: SubjectKind, entry: ReferenceEntry) -> Subject:
    """A model or a dataset that a project names: what its own documents say, then what is known of it elsewhere."""
    found = Gathering()
    first = next(iter(entry.sightings), None)
    if first is not None:
        say = partial(found.say, where=first.where, method=first.method)
        say(Fact.NAME, entry.name)
        say(Fact.IDENTIFIER, entry.id.key)
        say(Fact.TYPE, kind.value)
        say(Fact.REQUIREMENT, "used by the project")
        found.say(Fact.DOWNLOAD_LOCATION, page_of(entry.known), first.where, Method.INFERRED)
    if entry.is_pinned:
        for seen in sorted(entry.sightings, key=lambda s: s.detail.get("revision") is None)[:1]:
            found.say(Fact.VERSION, entry.revision, seen.where, seen.method)
    _say_artifact(found, entry.known)
    return _subject(found, kind, entry.known)


def artifact_subject(kind: SubjectKind, artifact: Artifact, named: Said | None = None) -> Subject:
    """A model or a dataset that nobody here uses: `named` is where another thing names it; None: it is asked about.

    Of one that is asked about, the version is the commit in whose state it was read.
    """
    found = Gathering()
    where = next(iter(artifact.documents), "")
    source = named or Said("", where, Method.DECLARED)
    say = partial(found.say, where=source.where, method=source.method)
    say(Fact.NAME, artifact.name)
    say(Fact.IDENTIFIER, artifact.id.key)
    say(Fact.TYPE, kind.value)
    found.say(Fact.DOWNLOAD_LOCATION, page_of(artifact), source.where, Method.INFERRED)
    if artifact.id.key.startswith("pkg:"):
        say(Fact.VERSION, ids.purl_parts(artifact.id).version)
    for stated in artifact.facts.get(PropertyKind.VERSION, ()) if named is None else ():
        found.say(Fact.VERSION, stated.value, stated.where, stated.method)
    _say_artifact(found, artifact)
    return _subject(found, kind, artifact)


def unreachable(artifact: Artifact) -> str | None:
    """Why nothing is known of a model or a dataset from where it is published; None: it is, or nobody asked."""
    absent = artifact.text(PropertyKind.ABSENT_FROM)
    return artifact.failure or (f"{absent} has no {artifact.id.kind.lower()} of this name" if absent else None)


def page_of(artifact: Artifact) -> str | None:
    """The page of a model or a dataset that its id stands for."""
    key = artifact.id.key
    if not key.startswith("pkg:huggingface/"):
        return key if key.startswith("https://") else None
    parts = ids.purl_parts(artifact.id)
    return "https://huggingface.co/" + "/".join(filter(None, (parts.namespace, parts.name)))


def needs(artifact: Artifact) -> Iterator[Link]:
    """What has to be there to use a model: of an adapter its base model, and the library that runs it."""
    yield from (link for link in artifact.derived_from if link.relation == "adapter")
    yield from artifact.runs_with


def say_licenses(found: Gathering, statements: Iterable[LicenseStatement]) -> None:
    """Note the licenses that sources state: an SPDX expression before words."""
    for statement in sorted(statements, key=lambda s: s.expression is None):
        found.say(Fact.LICENSE, statement.expression or statement.text, statement.where, statement.method)


def say_hashes(found: Gathering, hashes: Iterable[str], where: str, method: Method | None) -> None:
    """Note hashes, each `algorithm:digest`, and their algorithms; an entity tag of a server is none."""
    for each in hashes:
        algorithm, _, digest = each.partition(":")
        if len(digest) == _DIGITS.get(algorithm) and _HEXADECIMAL.issuperset(digest.lower()):
            found.say(Fact.HASH, each, where, method)
            found.say(Fact.HASH_ALGORITHM, algorithm, where, method)


def say_setting(found: Gathering, name: str, value: object, where: str, method: Method | None) -> None:
    """Note a hyperparameter that is a fact of its own: `hidden_size`, `llama.block_count`."""
    fact = HYPERPARAMETERS.get(name.rpartition(".")[2])
    if fact is not None:
        found.say(fact, value, where, method)


def _subject(found: Gathering, kind: SubjectKind, artifact: Artifact) -> Subject:
    is_read = bool(artifact.documents)
    return Subject(kind, artifact.id.key, artifact.name, found.facts, unreachable(artifact), is_read)


def _say_artifact(found: Gathering, artifact: Artifact) -> None:
    for kind, names in _PROPERTIES.items():
        for stated in artifact.facts.get(kind, ()):
            for fact in names:
                found.say(fact, _value(kind, stated.value), stated.where, stated.method)
    _say_members(found, artifact)
    for stated in artifact.facts.get(PropertyKind.HASH, ()):
        say_hashes(found, [str(stated.value)], stated.where, stated.method)
    _say_homepages(found, artifact)
    _say_links(found, artifact)
    say_licenses(found, artifact.licenses)
    where = next(iter(artifact.documents), "")
    if artifact.id.key.startswith("pkg:huggingface/"):
        for fact in (Fact.REPOSITORY, Fact.REFERENCE):
            found.say(fact, page_of(artifact), where, Method.INFERRED)
    for file in artifact.files:
        found.say(Fact.FILES, file.path, where, Method.DECLARED)
        say_hashes(found, file.hashes, where, Method.DECLARED)


def _say_members(found: Gathering, artifact: Artifact) -> None:
    """Note what stands in values that are objects: energy in the emissions, headers among the hyperparameters."""
    for stated in artifact.facts.get(PropertyKind.EMISSIONS, ()):
        said = stated.value if isinstance(stated.value, dict) else {}
        for name, fact in EMISSIONS.items():
            found.say(fact, said.get(name), stated.where, stated.method)
        if isinstance(said.get("kwh"), int | float):
            found.say(Fact.ENERGY_QUANTITY, said["kwh"], stated.where, stated.method)
            found.say(Fact.ENERGY_UNIT, "kWh", stated.where, stated.method)
    for stated in artifact.facts.get(PropertyKind.HYPERPARAMETER, ()):
        said = stated.value if isinstance(stated.value, dict) else {}
        say_setting(found, str(said.get("name")), said.get("value"), stated.where, stated.method)


def _say_homepages(found: Gathering, artifact: Artifact) -> None:
    for stated in artifact.facts.get(PropertyKind.HOMEPAGE, ()):
        said = stated.value if isinstance(stated.value, dict) else {"url": stated.value}
        label = "".join(filter(str.isalnum, str(said.get("label", "")).lower()))
        found.say(_PAGES.get(label, Fact.REFERENCE), said.get("url"), stated.where, stated.method)


def _say_links(found: Gathering, artifact: Artifact) -> None:
    is_dataset = artifact.id.kind is NodeKind.DATASET
    named: tuple[tuple[Fact, Iterable[Link], Callable[[Link], JsonValue]], ...] = (
        (Fact.PRODUCER, artifact.publishers, _name),
        (Fact.SOURCE_DATA if is_dataset else Fact.BASE_MODEL, artifact.derived_from, _name),
        (Fact.TRAINING_DATA, artifact.trained_on, _name),
        (Fact.TEST_DATA, artifact.evaluated_on, _name),
        (Fact.SOFTWARE_NEEDED, artifact.runs_with, _name),
    )
    for fact, links, value in named:
        for link in links:
            found.say(fact, value(link), link.where, link.method)
    for link in () if is_dataset else artifact.derived_from:
        found.say(Fact.CHANGE_OF_BASE, link.relation, link.where, link.method)


def _name(link: Link) -> JsonValue:
    return link.name


def _value(kind: PropertyKind, value: JsonValue) -> JsonValue:
    """A value as a list shows it: a metric and a hyperparameter by name."""
    if kind is PropertyKind.HYPERPARAMETER and isinstance(value, dict):
        return f"{value.get('name')}={value.get('value')}" if value.get("name") is not None else value
    if kind is PropertyKind.METRIC and isinstance(value, dict):
        return " ".join(_metric(value)) or None
    return value


def _metric(value: Mapping[str, JsonValue]) -> Iterator[str]:
    name = value.get("type") or value.get("name")
    if name is not None and value.get("value") is not None:
        yield f"{name} {value['value']}"
        if value.get("dataset"):
            yield f"on {value['dataset']}"
