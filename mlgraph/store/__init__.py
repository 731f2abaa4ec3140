"""The embedded store: assertions in, graph views out."""

from mlgraph.store.batches import Pack, packed
from mlgraph.store.store import KnownDocument, Size, Store
from mlgraph.store.writer import Writer

__all__ = ["KnownDocument", "Pack", "Size", "Store", "Writer", "packed"]
