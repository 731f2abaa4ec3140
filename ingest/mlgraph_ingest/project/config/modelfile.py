"""Reads Modelfiles of Ollama: the model that another one is made from, and the adapter that is put on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from mlgraph.model.assertions import Assertion
from mlgraph_ingest.project.config.registry_names import ollama
from mlgraph_ingest.project.context import Context
from mlgraph_ingest.project.mentions import Mention, Teller
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ontology.kinds import NodeKind

MODELFILE_LIMIT = 2**20
"""Bytes of a Modelfile at most."""
_INSTRUCTION = re.compile(r"\s*(FROM|ADAPTER)\s+(\S+)\s*", re.IGNORECASE)
_RELATIONS = {"FROM": "finetune", "ADAPTER": "adapter"}


def read_modelfile(file: SourceFile, context: Context) -> Iterator[Assertion]:
    """What a Modelfile is made from (Ollama documentation, "Modelfile Reference")."""
    yield from Teller(file, context.project).assertions(modelfile_mentions(file.read_text(MODELFILE_LIMIT)))


def modelfile_mentions(text: str) -> Iterator[Mention]:
    """The models that the instructions name; paths of files name none. Texts in triple quotes are passed over."""
    is_quoted = False
    for number, line in enumerate(text.splitlines(), start=1):
        match = None if is_quoted else _INSTRUCTION.fullmatch(line)
        is_quoted ^= line.count('"""') % 2 == 1
        if (
            match is None
            or match[2].startswith((".", "/", "~"))
            or match[2].endswith((".gguf", ".bin", ".safetensors"))
        ):
            continue
        word = match[1].upper()
        mention = ollama(Mention(NodeKind.MODEL, match[2], str(number), f"modelfile.{word}"))
        if mention is not None:
            yield replace(mention, qualifiers=(("relation", _RELATIONS[word]),))
