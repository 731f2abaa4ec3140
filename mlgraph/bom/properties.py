"""Every property of ours, `mlgraph:NAME`, with what it says: where the standards have no field of their own.

The names stand in CycloneDX as properties, in SPDX as lines of annotations, without the prefix.
"""

from __future__ import annotations

from collections.abc import Mapping

PREFIX = "mlgraph:"

OF_DOCUMENTS: Mapping[str, str] = {
    "excluded": "why how many files were not read",
    "finding": "something that somebody should look at: severity, kind, subject, sentence, places",
    "problem": "what could not be read, and why",
    "read": "how many documents a reader read",
    "unresolved": "a reference in the code whose value is not known: kind, call, expression, place",
    "platform": "`sys.platform` of the environment that was read",
    "python-version": "Python version of the environment that was read",
}
OF_PACKAGES: Mapping[str, str] = {
    "absent-from": "host of an index that was asked and has none of that name",
    "declared": "how a manifest asks for it, and where",
    "hash": "a hash of an algorithm that the standard does not know",
    "inapplicable": "that no marker which asks for it is true here",
    "index-asked": "the page of the index that was asked, and when",
    "index-status": "the status that the index shows (PEP 792)",
    "installed": "the version that is installed, and where",
    "latest-released-at": "when the newest version was uploaded",
    "latest-version": "the newest version, by the index",
    "license-statement": "what else was said of the license, and where",
    "locked": "the version that is locked, and where",
    "maintainer-count": "accounts that may publish it, besides its owners",
    "origin": "the place that it comes from, where that is no index",
    "owner-count": "accounts that own it",
    "project-path": "folder of another project of the tree",
    "relation": "of a project: `nested` or `beside`; of an ancestor: finetune, adapter, quantized or merge",
    "released-at": "when the version was uploaded",
    "repository": "where its source is kept, and how that is known",
    "resolution": "`unresolved`: in no known version; `unknown`: nothing is known of it but its name",
    "scope": "what it is needed for",
    "version-method": "how its version is known",
    "version-range": "a range that it is asked for in",
    "yanked": "that the version was withdrawn, and why",
}
OF_SERVICES: Mapping[str, str] = {
    "endpoint": "an endpoint that is no legal address",
    "occurrence": "where it was found",
}
OF_WEIGHT_FILES: Mapping[str, str] = {
    "format": "safetensors, gguf, ...",
    "header": "an entry of the free text in its header",
    "tensor-count": "how many tensors it holds",
}
OF_MODELS_AND_DATASETS: Mapping[str, str] = {
    "alias": "another id that sources say is the same",
    "annotation-process": "how it was annotated, by its card",
    "architecture": "class of the model",
    "architecture-family": "family of the architecture",
    "bias": "biases, by its card",
    "chat-template-hash": "SHA-256 of the chat template",
    "citation": "how to cite it",
    "collection-process": "how the data were collected, by its card",
    "context-length": "tokens that the model takes at once",
    "created-at": "when its repository was created",
    "current-commit": "the newest commit when it was read; of what is used at a fixed commit, that is the version",
    "custom-code": "`true`: loading it runs code of its repository",
    "data-type": "kinds of data, in the words of SPDX",
    "derived-from": "of an ancestor: what was said of the descent, and where",
    "disabled": "whether its place has disabled it",
    "doi": "digital object identifier",
    "downloads": "how often it was fetched",
    "dtype": "type of the numbers in its tensors",
    "emissions": "what its making emitted, in kg of CO2 equivalents, and how it was measured",
    "ethical-consideration": "what to consider, by its card",
    "evaluated-on": "a dataset that it was measured on, and where that was read",
    "files-not-listed": "how many of its files are not listed",
    "gated": "whether access is handed out on request: `false`, `auto` or `manual`",
    "hub-id": "the id that its place gives it, which renames keep",
    "hyperparameter": "name=value",
    "input-modality": "what goes in",
    "intended-use": "what it is meant for, by its card",
    "intended-user": "whom it is meant for, by its card",
    "language": "a language of it, as its source writes it",
    "limitation": "limitations, by its card",
    "lineage": "that it lies behind something else and is not used directly",
    "metric": "a measurement without a figure or a name",
    "modified-at": "when its repository was last changed",
    "out-of-scope-use": "what it is not meant for, by its card",
    "output-modality": "what comes out",
    "parameter-count": "how many parameters it has",
    "pinned": "whether it is used at a fixed commit",
    "preprocessing": "what was done to the data, by its card",
    "published-by": "a further publisher, and where that was read",
    "quantization": "method and bits",
    "read-in": "a document that tells of it",
    "ref": "of an ancestor: the component that tells of it",
    "retrieved-at": "when the newest of what is known of it was said",
    "revision": "a branch or a tag that it is used at",
    "row-count": "how many rows it has",
    "runs-with": "a library that runs it, and where that was read",
    "sensitive-data": "sensitive data in it, by its card",
    "size-bytes": "size in bytes",
    "size-category": "size, by the categories of its place",
    "statistics": "rows and bytes by configuration and split",
    "task": "a task, beyond the first",
    "trained-on": "a dataset that it was trained on, and where that was read",
    "training-procedure": "how it was trained, by its card",
    "trust-remote-code": "where code lets the code of its repository run",
    "unknown-because": "why nothing, or nothing new, is known of it",
    "source:FIELD": "where the field was read, and how; CycloneDX 1.7 says it by citations",
}
OF_ENERGY: Mapping[str, str] = {
    "geographical-location": "where the energy was spent",
    "hardware-used": "on what the energy was spent",
    "source": "how the energy was measured",
}
PROPERTIES: Mapping[str, str] = {
    **OF_DOCUMENTS,
    **OF_PACKAGES,
    **OF_SERVICES,
    **OF_WEIGHT_FILES,
    **OF_MODELS_AND_DATASETS,
    **OF_ENERGY,
}
"""Name -> meaning, of all of them. A kind of fact that none of these names is written under its own name."""
