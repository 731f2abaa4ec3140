"""How people write what is on the Hugging Face hub: its id, its address, with a revision or the tag of a file."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mlgraph.model.hub_names import is_hub_id
from mlgraph_ontology.kinds import NodeKind

_NAME = r"[\w.-]+(?:/(?!(?:tree|resolve|blob|raw)/)[\w.-]+)?"
_ADDRESS = re.compile(
    r"(?:(?:https?|git\+https|hf)://)?(?:[^/@\s]*@)?(?:www\.)?(?:huggingface\.co|hf\.co|hf-mirror\.com)[/:]"
    rf"(?P<kind>datasets/|spaces/)?(?P<id>{_NAME})"
    r"(?:/(?:tree|resolve|blob|raw)/(?P<revision>[^/?#\s]+))?(?P<rest>[/?#:].*)?"
)
"""Where the hub answers (Hugging Face hub documentation, "Download files from the Hub"), and its mirror."""
_SCHEME = re.compile(
    r"(?:hf|huggingface)://(?P<kind>datasets/|spaces/)?(?P<id>[\w.-]+/[\w.-]+)(?:@(?P<revision>[^/\s]+))?.*"
)
"""Paths of the hub's file system (huggingface_hub documentation, "HfFileSystem")."""
_NO_IDS = frozenset(
    {"api", "docs", "blog", "papers", "collections", "join", "login", "settings", "models", "spaces", "datasets"}
)


@dataclass(frozen=True, slots=True)
class HubName:
    """What a text names on the hub."""

    name: str
    """As it is written, the address and the revision taken off."""
    kind: NodeKind | None
    """What the address says that it is; None: an id alone does not say."""
    revision: str | None = None
    is_address: bool = False


def hub_name(text: str) -> HubName | None:
    """Take a text apart that names something on the hub; None for the address of a space or of a page.

    >>> hub_name("https://huggingface.co/datasets/stanfordnlp/imdb/tree/main")
    HubName(name='stanfordnlp/imdb', kind=<NodeKind.DATASET: 'Dataset'>, revision='main', is_address=True)
    >>> hub_name("mistralai/Mistral-7B-v0.3@abc").revision
    'abc'
    """
    address = _ADDRESS.fullmatch(text) or _SCHEME.fullmatch(text)
    if address is None:
        name, _, revision = text.partition("@")
        return HubName(name, None, revision or None)
    name = address["id"].removesuffix(".git")
    if "/" not in name and not address["kind"] and not address["revision"]:
        return None  # somebody's page
    if address["kind"] == "spaces/" or name.partition("/")[0] in _NO_IDS or not is_hub_id(name):
        return None
    kind = NodeKind.DATASET if address["kind"] else None if text.startswith("hf://") else NodeKind.MODEL
    return HubName(name, kind, address["revision"], is_address=True)
