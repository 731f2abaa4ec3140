"""Documents of small inventories, read back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from mlgraph.bom.cyclonedx import write
from mlgraph_queries.entries import Inventory


@pytest.fixture
def bom() -> Callable[..., dict[str, Any]]:
    """The document of an inventory, read back."""

    def written(inventory: Inventory, **options: Any) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(write(inventory, **{"reproducible": True, **options}))
        return document

    return written


@pytest.fixture
def component(bom) -> Callable[..., dict[str, Any]]:
    """The one component of an inventory, read back."""

    def written(inventory: Inventory, **options: Any) -> dict[str, Any]:
        (only,) = bom(inventory, **options)["components"]
        return only

    return written


@pytest.fixture
def said() -> Callable[[dict[str, Any], str], list[str]]:
    """The values of our property of that name."""
    return lambda thing, name: [p["value"] for p in thing.get("properties", []) if p["name"] == f"mlgraph:{name}"]
