"""What went wrong with a request, in plain words, and whether asking again may help."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

import requests
from urllib3 import exceptions as urllib3

from mlgraph.net.limits import Limits

_NETWORK = "check the network and the proxy settings, or use what was kept with --offline"
_LATER = "try again later"
_TRUST = "name the certificates to trust in REQUESTS_CA_BUNDLE or in pip's configuration"
_MAX_CAUSES = 10


@dataclass(frozen=True, slots=True)
class Failure:
    """An attempt without an answer. No text of the libraries below: theirs name URLs as they are, secrets included."""

    what: str
    advice: str
    is_transient: bool = True


def failure(error: Exception, limits: Limits) -> Failure:
    """Say what an exception of the libraries below means."""
    causes = list(_causes(error))
    if told := _of_proxy(causes):
        return told
    for kind, words, advice in _table(limits):
        if any(isinstance(cause, kind) for cause in causes):
            return Failure(words, advice)
    return _of_trust(causes) or _of_address(causes) or _of_system(causes)


def _table(limits: Limits) -> list[tuple[type[Exception] | tuple[type[Exception], ...], str, str]]:
    """What needs no closer look, the most telling first."""
    no_answer = f"no answer within {limits.read_seconds:g} s"
    return [
        ((urllib3.ReadTimeoutError, requests.ReadTimeout), no_answer, _LATER),
        (requests.ConnectTimeout, f"no connection within {limits.connect_seconds:g} s", _NETWORK),
        ((urllib3.NameResolutionError, socket.gaierror), "the name of the server cannot be resolved", _NETWORK),
        (ConnectionRefusedError, "connection refused", _NETWORK),
        (urllib3.IncompleteRead, "the answer broke off", _LATER),
        ((urllib3.DecodeError, requests.exceptions.ContentDecodingError), "the answer cannot be unpacked", _LATER),
    ]


def _of_trust(causes: list[BaseException]) -> Failure | None:
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Failure(f"its certificate is not trusted ({cause.verify_message})", _TRUST, is_transient=False)
    if any(isinstance(cause, (ssl.SSLError, urllib3.SSLError)) for cause in causes):
        return Failure("no encrypted connection could be made", "check the address and the client certificate")
    return None


def _of_proxy(causes: list[BaseException]) -> Failure | None:
    if not any(isinstance(cause, urllib3.ProxyError) for cause in causes):
        return None
    refused = next((m[1] for cause in causes if (m := re.search(r"Tunnel connection failed: (\d{3})", str(cause)))), "")
    if refused == "407":
        return Failure("the proxy wants credentials (407)", "give them in the proxy's URL", is_transient=False)
    if refused:
        return Failure(f"the proxy answered {refused}", "check the proxy settings")
    return Failure("the proxy could not be reached", "check the proxy settings")


def _of_address(causes: list[BaseException]) -> Failure | None:
    kinds = (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, requests.exceptions.InvalidHeader)
    if any(isinstance(cause, (*kinds, urllib3.LocationValueError, UnicodeError)) for cause in causes):
        return Failure("its address or the proxy's makes no sense", "correct it", is_transient=False)
    return None


def _of_system(causes: list[BaseException]) -> Failure:
    errors = [cause for cause in causes if isinstance(cause, OSError)]
    for error in reversed(errors):
        if error.errno and error.strerror:
            return Failure(error.strerror[:1].lower() + error.strerror[1:], _NETWORK)
    if any(isinstance(cause, urllib3.ProtocolError) for cause in causes):
        return Failure("the connection ended without an answer", _LATER)
    if errors and type(errors[0]) is OSError:  # how requests complains of a file
        return Failure("the certificates to use cannot be read", _TRUST, is_transient=False)
    return Failure(f"the connection failed ({type(causes[0]).__name__})", _LATER)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An exception and those that it wraps, in whichever of the ways that the libraries below have for it."""
    ahead: list[object] = [error]
    for _ in range(_MAX_CAUSES):
        if not ahead:
            return
        at = ahead.pop(0)
        if isinstance(at, BaseException):
            yield at
            ahead += [*at.args, getattr(at, "reason", None), at.__cause__]


def status_words(status: int) -> str:
    """A status with its name: `503 Service Unavailable`. The name is the standard's, never the server's."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
