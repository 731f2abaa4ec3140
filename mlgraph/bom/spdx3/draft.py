"""A document on its way: its elements, and what all of them share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias, TypeVar
from urllib.parse import quote

from spdx_python_model.bindings.v3_0_1 import (
    Agent,
    CreationInfo,
    Element,
    Organization,
    SHACLObject,
    SHACLObjectSet,
    SoftwareAgent,
    Tool,
)

from mlgraph import __version__
from mlgraph.bom.spdx.issue import SpdxIssue

_E = TypeVar("_E", bound=Element)
_Value: TypeAlias = Any
"""Whatever a property of some class takes; the class itself checks it."""
_READABLE = "@/:"
"""What of a ref stays readable in an id: the fragment of an IRI may hold it (RFC 3987 section 2.2)."""


class Draft:
    """The elements of a document, each with an id in its namespace and with its creation info."""

    def __init__(self, namespace: str, issue: SpdxIssue) -> None:
        self.namespace = namespace
        self._elements: dict[str, SHACLObject] = {}
        self.info = CreationInfo(specVersion="3.0.1", created=issue.created)
        self.info.createdBy = [self.add(SoftwareAgent, "mlgraph", "agent", name=f"mlgraph {__version__}")]
        self.info.createdUsing = [self.add(Tool, "mlgraph", "tool", name=f"mlgraph {__version__}")]

    def id(self, ref: str, part: str = "") -> str:
        """The spdxId of whatever is called that in the inventory, or of something that the document says of it.

        No two are equal: a `!` stands in no ref that is quoted.
        """
        quoted = quote(ref, safe=_READABLE, errors="backslashreplace")
        return f"{self.namespace}#{quoted}" + (f"!{part}" if part else "")

    def add(self, class_: type[_E], ref: str, part: str = "", **values: _Value) -> str:
        """Put an element in, and say its id; what is None stays unsaid, and what is there already stays as it is."""
        spdx_id = self.id(ref, part)
        if spdx_id not in self._elements:
            said = {name: value for name, value in values.items() if value is not None}
            self._elements[spdx_id] = class_(spdxId=spdx_id, creationInfo=self.info, **said)
        return spdx_id

    def organization(self, name: str | None) -> str | None:
        """The id of an organization that is known by its name."""
        return self.add(Organization, name, "organization", name=name) if name else None

    def agent(self, name: str | None) -> str | None:
        """The id of whoever publishes under a name: an account may be that of an organization or of a person."""
        return self.add(Agent, name, "publisher", name=name) if name else None

    def made_with(self, tools: Iterable[str]) -> None:
        """Name the tools of the documents that this one was made from."""
        self.info.createdUsing = [*self.info.createdUsing, *(self.add(Tool, t, "tool", name=t) for t in sorted(tools))]

    def ids(self) -> list[str]:
        """The ids of all elements so far, in order."""
        return sorted(self._elements)

    def objects(self) -> SHACLObjectSet:
        """All of it, for the serializer."""
        return SHACLObjectSet(self._elements.values())
