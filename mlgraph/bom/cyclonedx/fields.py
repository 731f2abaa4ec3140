"""The fields of a component that cyclonedx-python-lib has no model for, each with where it was read."""

from __future__ import annotations

from typing import Any

from mlgraph.model.assertions import JsonValue

_NOTHING: tuple[JsonValue, ...] = (None, "", [], {})


class Fields:
    """Fields of a component as JSON, put in one by one; what has no value is no field."""

    def __init__(self) -> None:
        self.value: dict[str, JsonValue] = {}
        self.sources: dict[str, str] = {}
        """Path of a field, or the name of a property -> where it was read."""

    def put(self, path: str, value: JsonValue, source: str) -> None:
        """Put a value at a path, `modelCard/considerations/users`."""
        if value in _NOTHING:
            return
        *folders, name = path.split("/")
        inside: dict[str, Any] = self.value
        for folder in folders:
            inside = inside.setdefault(folder, {})
        inside[name] = value
        self.cite(path, source)

    def cite(self, path: str, source: str) -> None:
        """Say where a field was read that something else puts in."""
        if source:
            self.sources[path] = source
