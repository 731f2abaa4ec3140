"""Asks the hub, and says what its refusals mean.

Repositories are asked for one by one: the hub has no question for several that are named, and its lists of what an account has
leave out sizes, hashes and weights, so that they would save no question (hub API, "List models").
"""

from __future__ import annotations

from threading import Event

from mlgraph.model.errors import NotFoundError, RefusedError, SourceError
from mlgraph.model.http import Answer, Http
from mlgraph.model.urls import without_credentials
from mlgraph_ingest.huggingface.endpoint import Endpoint

_ABSENT = "RepoNotFound"
_GATED = "GatedRepo"
ANSWER_LIMIT = 32 * 1024 * 1024
"""Bytes of an answer on one repository that are read; one of 100,000 files has some 20 MB."""


class Desk:
    """Where the hub is asked, in one run; safe to use from several threads."""

    def __init__(self, endpoint: Endpoint, http: Http, stopped: Event) -> None:
        self.endpoint = endpoint
        self._http = http
        self._stopped = stopped

    def repository(self, url: str) -> Answer | None:
        """What the hub says of a repository with its files; None where it has none of that name, or not that state of it.

        A mirror that does not know the parameter for sizes and hashes is asked without it.
        """
        try:
            return self._get(self.endpoint.with_files(url), max_bytes=ANSWER_LIMIT)
        except NotFoundError as error:
            if error.code:
                return None
        return self.get(url)

    def get(self, url: str, *, accept: str = "application/json", max_bytes: int = ANSWER_LIMIT) -> Answer | None:
        """The answer to a question; None where there is no such thing."""
        try:
            return self._get(url, accept=accept, max_bytes=max_bytes)
        except NotFoundError:
            return None

    def _get(self, url: str, *, accept: str = "application/json", max_bytes: int) -> Answer:
        """The answer to a question. Raises NotFoundError also where the hub hides that behind a refusal, and says so."""
        if self._stopped.is_set():
            raise SourceError(f"{self.endpoint.host}: not asked any more, the run was stopped")
        try:
            return self._http.get(url, accept=accept, max_bytes=max_bytes, route=self.endpoint.route)
        except RefusedError as error:
            if error.code == _ABSENT:
                raise NotFoundError(str(error), error.code) from None
            raise SourceError(f"{without_credentials(url)}: {self._why(error)}") from None

    def _why(self, error: RefusedError) -> str:
        """What a refusal means, and what to do: without a token, the hub does not tell what is private from what is not."""
        if error.code == _GATED:
            return f"access is given on request only (gated, {error.status}); ask for it on its page, and set HF_TOKEN"
        if error.status == 401 and self.endpoint.route.token is None:
            return "the hub has nothing public of that name (401): it is wrong, or private; set HF_TOKEN if you have access"
        if error.status == 401:
            return "the hub does not accept the token that it was given (401); renew HF_TOKEN, or log in anew"
        return f"the hub refuses access ({error.status}); what it would say is unknown"
