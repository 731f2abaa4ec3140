"""The embedded store: assertions in, graph views out."""

from mlgraph.store.store import DocumentState, Size, Store
from mlgraph.store.writer import Writer

__all__ = ["DocumentState", "Size", "Store", "Writer"]
