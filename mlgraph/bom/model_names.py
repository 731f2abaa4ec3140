"""The purl, the group and the name of a model, as far as its id says them."""

from __future__ import annotations

from packageurl import PackageURL

from mlgraph.model.ids import NodeId

HUB = "https://huggingface.co/"
"""Where the purl type `huggingface` says that its repositories are (purl-spec, huggingface-definition.json)."""


def model_names(node: NodeId, name: str) -> tuple[PackageURL | None, str | None, str]:
    """Purl, group and name; `name` is what stands for it where its id is no purl."""
    if not node.key.startswith("pkg:"):
        return None, None, name
    purl = PackageURL.from_string(node.key)
    return purl, purl.namespace or None, purl.name


def hub_page(purl: PackageURL | None) -> str | None:
    """The address that a model's purl itself stands for; whether anything answers there is not known."""
    if purl is None or purl.type != "huggingface":
        return None
    return HUB + (f"{purl.namespace}/{purl.name}" if purl.namespace else purl.name)
