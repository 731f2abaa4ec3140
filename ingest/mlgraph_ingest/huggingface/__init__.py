"""What the Hugging Face hub says of models and datasets: cards, licenses, lineage, files, who publishes them."""

from __future__ import annotations

from mlgraph_ingest.huggingface.endpoint import is_hub_offline
from mlgraph_ingest.huggingface.reader import HuggingFaceRequest, read, source

__all__ = ["HuggingFaceRequest", "is_hub_offline", "read", "source"]
