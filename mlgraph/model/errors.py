"""The one tree of errors. A message says what failed, on what, and what to do about it."""

from __future__ import annotations


class MlgraphError(Exception):
    """Anything that mlgraph raises on purpose."""


class UsageError(MlgraphError):
    """The caller asked for something that makes no sense."""


class FormatError(MlgraphError):
    """A document is not what it claims to be, or exceeds a stated limit."""


class SourceError(MlgraphError):
    """A source of facts could not be read; what it would have said is unknown."""


class TransientSourceError(SourceError):
    """A source could not be read now; asking again later may help."""


class NotFoundError(SourceError):
    """A source was asked and has no such thing."""

    def __init__(self, text: str, code: str = "") -> None:
        super().__init__(text)
        self.code = code
        """What is not there, as the server names it in the header X-Error-Code; empty: it does not say."""


class RefusedError(SourceError):
    """A server answered and gives nothing away: it wants credentials (401), or lets these not in (403)."""

    def __init__(self, text: str, status: int | None = None, code: str = "") -> None:
        super().__init__(text)
        self.status = status
        """Of its answer."""
        self.code = code
        """Why, as the server names it in the header X-Error-Code; empty: it does not say."""


class NotCachedError(SourceError):
    """A source was needed, but the network was not to be used and no earlier answer is kept."""


class StoreError(MlgraphError):
    """The graph file could not be opened, read or written; what it held is untouched."""


class QueryError(MlgraphError):
    """A question could not be answered as it was put."""
