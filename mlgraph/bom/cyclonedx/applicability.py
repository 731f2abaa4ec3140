"""Which packages are asked for, but not in the environment that was read."""

from __future__ import annotations

from mlgraph_queries.entries import Inventory, PackageEntry
from mlgraph_queries.markers import Environment


def is_inapplicable(entry: PackageEntry, inventory: Inventory) -> bool:
    """Whether everything that asks for a package does so under a marker that is false in the environment read.

    Of an environment that was not read nothing is known, and what is installed there is used, whatever is declared.
    """
    if inventory.python_version is None or entry.installed:
        return False
    environment = Environment(inventory.python_version, inventory.platform)
    asking = [s for s in (*entry.declared, *entry.locked) if not s.detail.get("constraint")]
    return bool(asking) and not any(environment.allows(s.detail.get("marker")) for s in asking)
