"""One URL until it answers: attempts, waits between them, and when to give up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mlgraph.model.errors import SourceError, TransientSourceError
from mlgraph.net import retries
from mlgraph.net.breaker import Breaker
from mlgraph.net.credentials import Target
from mlgraph.net.failures import Failure, status_words
from mlgraph.net.limits import Limits
from mlgraph.net.pace import Pace, StoppedError
from mlgraph.net.question import Question
from mlgraph.net.wire import Reply, Wire


class Asking:
    """Asks servers with patience, and not those that are known to be dead."""

    def __init__(self, wire: Wire, pace: Pace, limits: Limits) -> None:
        self._wire = wire
        self._pace = pace
        self._limits = limits
        self._breaker = Breaker(limits)

    def ask(self, to: Target, question: Question) -> Reply:
        """What a server says in the end, whatever the status, unless it is one that goes away.

        Raises TransientSourceError where it did not answer, or only that it cannot now; SourceError where no attempt
        could help; FormatError where the answer is too large.
        """
        try:
            return self._ask(to, question)
        except StoppedError:
            pass  # raised below, outside of the handler, as what is below may name URLs as they are
        raise TransientSourceError(f"{to.shown} was not read, as the run was stopped")

    def _ask(self, to: Target, question: Question) -> Reply:
        waited = 0.0
        was_answered = False
        for attempt in range(1, self._limits.attempts + 1):
            result = self._attempt(to, question)
            if isinstance(result, Reply):
                was_answered = True
                self._breaker.answered(to.origin)
                if not _is_passing(result):
                    return result
            asked = self._check(to, result, waited)
            if attempt == self._limits.attempts:
                break
            wait = max(asked, self._limits.backoff_seconds * 2 ** (attempt - 1))
            waited += wait
            self._pace.wait(wait)
        if not was_answered:
            self._breaker.failed(to.origin)
        raise TransientSourceError(_exhausted(to, result, self._limits.attempts))

    def _attempt(self, to: Target, question: Question) -> Reply | Failure:
        with self._pace.turn(to.origin):
            if objection := self._breaker.objection(to.origin):
                raise TransientSourceError(f"{to.shown} could not be read: {objection}; try again later")
            return self._wire.exchange(to, question)

    def _check(self, to: Target, result: Reply | Failure, waited: float) -> float:
        """Seconds that the server wants to be left alone for. Raises where another attempt makes no sense."""
        if isinstance(result, Failure):
            if not result.is_transient:
                raise SourceError(f"{to.shown} could not be read: {result.what}; {result.advice}")
            return 0.0
        now = datetime.now(UTC)
        asked = retries.wait_asked_for(result.headers, now=now) or 0.0
        if waited + asked > self._limits.wait_seconds:
            until = now + timedelta(seconds=asked)
            self._breaker.leave_alone(to.origin, until)
            raise TransientSourceError(
                f"{to.shown} could not be read: the server answered {status_words(result.status)} and wants no further "
                f"requests before {until:%Y-%m-%d %H:%M:%S} UTC; try again then"
            )
        return asked


def _is_passing(reply: Reply) -> bool:
    """Whether a status is of the kind that goes away."""
    return reply.status in retries.AGAIN or retries.is_rate_limit(reply.status, reply.headers, reply.content)


def _exhausted(to: Target, result: Reply | Failure, attempts: int) -> str:
    times = f", {attempts} times in a row" if attempts > 1 else ""
    if isinstance(result, Failure):
        return f"{to.shown} could not be read: {result.what}{times}; {result.advice}"
    return f"{to.shown} could not be read: the server answered {status_words(result.status)}{times}; try again later"
