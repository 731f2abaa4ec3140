"""How a run speaks on stderr: lines for people, or one JSON object per line for machines."""

from __future__ import annotations

import json
import logging
import os
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum

LOGGED = ("mlgraph", "mlgraph_ingest", "mlgraph_queries")
ENVIRONMENT = "MLGRAPH_LOG"


class LogForm(StrEnum):
    """In which form progress, warnings and errors are written."""

    TEXT = "text"
    JSON = "json"


_form: ContextVar[LogForm | None] = ContextVar("form of the log", default=None)


def log_form() -> LogForm:
    """The form that was asked for, by option or by the environment; text where neither says one that is known."""
    stated = os.environ.get(ENVIRONMENT, "").lower()
    return _form.get() or (LogForm(stated) if stated in set(LogForm) else LogForm.TEXT)


def begin() -> None:
    """Start a run that nobody has told anything yet."""
    _form.set(None)
    for name in LOGGED:
        logging.getLogger(name).handlers = []


def speak(form: LogForm | None, *, verbosity: int) -> None:
    """Set the form of this run, and how much of what the library logs is shown: -v the notable, -vv every request."""
    if form is not None:
        _form.set(form)
    if verbosity:
        handler = _Handler()
        for name in LOGGED:
            logger = logging.getLogger(name)
            logger.handlers, logger.propagate = [handler], False
            logger.setLevel(logging.DEBUG if verbosity > 1 else logging.INFO)


def say(event: str, text: str, *, level: str = "info", **more: str | float | None) -> None:
    """Write one line to stderr, whatever is in the text: no control character reaches a terminal.

    As JSON it is `{"time": ISO 8601 UTC, "level": ..., "event": ..., "text": ...}` and what else is known.
    """
    if log_form() is LogForm.JSON:
        moment = datetime.now(UTC).isoformat(timespec="milliseconds")
        said = {"time": moment, "level": level, "event": event, "text": text, **more}
        line = json.dumps({key: value for key, value in said.items() if value is not None})
    else:
        line = "mlgraph: " + "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
    print(line, file=sys.stderr, flush=True)


class _Handler(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        say("log", record.getMessage(), level=record.levelname.lower(), logger=record.name)
