"""What is asked of a server, apart from where, and under which name its answer is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from mlgraph.model.http import Route
from mlgraph.net.credentials import Target


@dataclass(frozen=True, slots=True)
class Question:
    """A request as the reader puts it."""

    accept: str
    max_bytes: int
    route: Route
    condition: Mapping[str, str] = field(default_factory=dict)
    """Headers that ask for an answer only where it has changed."""

    def key(self, to: Target) -> str:
        """The name under which the answer is kept: another for each user of one URL."""
        certificate = str(self.route.client_certificate or "")
        return hashlib.sha256(f"{to.public}\n{self.accept}\n{to.identity}\n{certificate}".encode()).hexdigest()
