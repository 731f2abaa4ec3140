"""mlgraph: the supply-chain graph of machine learning.

    >>> from pathlib import Path
    >>> import mlgraph
    >>> store = mlgraph.Store(Path("graph.duckdb"))
    >>> found = mlgraph.scan(Path("."), store=store, out=Path("mlgraph-out"))  # doctest: +SKIP

Every command of the command line is a function of the same name here; they are loaded when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlgraph.app.audit import audit
    from mlgraph.app.check import check
    from mlgraph.app.completeness import completeness
    from mlgraph.app.diff import diff
    from mlgraph.app.graph import backup, explain, remove, search, show, sql, status
    from mlgraph.app.project import bom, ingest_project, look, scan
    from mlgraph.app.published import look_at_model, model_bom
    from mlgraph.app.questions import licenses, lineage, obligations, vulnerabilities, where
    from mlgraph.app.sources import ingest_source
    from mlgraph.app.validation import validate_file
    from mlgraph.store import Store

__version__ = "0.1.0"
__all__ = [
    "Store",
    "audit",
    "backup",
    "bom",
    "check",
    "completeness",
    "diff",
    "explain",
    "ingest_project",
    "ingest_source",
    "licenses",
    "lineage",
    "look",
    "look_at_model",
    "model_bom",
    "obligations",
    "remove",
    "scan",
    "search",
    "show",
    "sql",
    "status",
    "validate_file",
    "vulnerabilities",
    "where",
]

_HOMES = {
    "mlgraph.app.audit": ("audit",),
    "mlgraph.app.check": ("check",),
    "mlgraph.app.completeness": ("completeness",),
    "mlgraph.app.diff": ("diff",),
    "mlgraph.app.graph": ("backup", "explain", "remove", "search", "show", "sql", "status"),
    "mlgraph.app.project": ("bom", "ingest_project", "look", "scan"),
    "mlgraph.app.published": ("look_at_model", "model_bom"),
    "mlgraph.app.questions": ("licenses", "lineage", "obligations", "vulnerabilities", "where"),
    "mlgraph.app.sources": ("ingest_source",),
    "mlgraph.app.validation": ("validate_file",),
    "mlgraph.store": ("Store",),
}


def __getattr__(name: str) -> object:
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module 'mlgraph' has no attribute {name!r}")
