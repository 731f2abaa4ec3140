"""Names of models in registries other than the hub: those of Ollama and of spaCy."""

from __future__ import annotations

import re
from dataclasses import replace

from mlgraph_ingest.project.mentions import Mention
from mlgraph_ontology.kinds import NodeKind

_OLLAMA = re.compile(r"((?:[A-Za-z0-9_][\w.-]*/)?[A-Za-z0-9_][\w.-]*)(?::([\w.-]+))?")
"""A model of Ollama's library or of a user, with its tag (Ollama documentation, "Modelfile Reference", FROM)."""
_SPACY = re.compile(r"[a-z]{2,3}_[a-z0-9]+_[a-z0-9]+_(?:sm|md|lg|trf)")
"""Names of spaCy's trained pipelines (spaCy documentation, "Trained Models & Pipelines", naming conventions)."""


def ollama(mention: Mention) -> Mention | None:
    """A name as Ollama understands it: of its own registry, the tag its revision, or of the hub (`hf.co/owner/name`)."""
    if re.match(r"(?:hf\.co|huggingface\.co)/", mention.text):
        name, _, tag = mention.text.partition(":")
        return replace(mention, kind=NodeKind.MODEL, text=name, revision=tag or None)
    found = _OLLAMA.fullmatch(mention.text)
    if found is None:
        return None
    return replace(mention, kind=NodeKind.MODEL, text=found[1], registry="ollama", revision=found[2])


def spacy(mention: Mention) -> Mention | None:
    """A package with a trained pipeline of spaCy; None for any other name."""
    return replace(mention, registry="spacy") if _SPACY.fullmatch(mention.text) else None
