"""The embedded store: assertions in, graph views out."""

from mlgraph.store.store import Size, Store
from mlgraph.store.writer import Writer

__all__ = ["Size", "Store", "Writer"]
