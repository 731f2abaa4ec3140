"""Addresses of a component: externalReferences by the label that its metadata gives them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from cyclonedx.exception.model import InvalidUriException
from cyclonedx.model import ExternalReference, ExternalReferenceType, XsUri

from mlgraph.model.urls import without_credentials

_TYPES = {
    ExternalReferenceType.WEBSITE: ("homepage", "home", "website"),
    ExternalReferenceType.VCS: ("source", "repository", "sourcecode", "github", "gitlab", "code", "git", "vcs"),
    ExternalReferenceType.DISTRIBUTION: ("download",),
    ExternalReferenceType.RELEASE_NOTES: ("changelog", "changes", "whatsnew", "history", "releasenotes"),
    ExternalReferenceType.DOCUMENTATION: ("documentation", "docs"),
    ExternalReferenceType.ISSUE_TRACKER: (
        "issues", "bugs", "issue", "tracker", "issuetracker", "bugtracker", "bugreports",
    ),
}  # fmt: skip
"""Well-known labels as PyPA normalises them ("Well-known Project URLs in Metadata", 2024), and a few frequent ones."""
BY_LABEL = {label: type_ for type_, labels in _TYPES.items() for label in labels}
"""Label without its marks -> type."""
_LEGAL = "%/:=&?~#+!$,;'@()*"
"""What of ASCII punctuation may stand in a URL outside a bracketed host (RFC 3986)."""


def links(homepages: Iterable[tuple[str, str]], repository: str | None = None) -> list[ExternalReference]:
    """Every web address once per type; what is no http(s) URL is left out."""
    found: dict[tuple[ExternalReferenceType, str], ExternalReference] = {}
    labelled = [*homepages, *([("repository", repository)] if repository else [])]
    for label, address in sorted(labelled):
        url = web_address(address)
        if url is None:
            continue
        type_ = BY_LABEL.get(re.sub(r"[^a-z0-9]", "", label.lower()), ExternalReferenceType.OTHER)
        comment = label if type_ is ExternalReferenceType.OTHER else None
        found.setdefault(
            (type_, str(url).rstrip("/").removesuffix(".git")),
            ExternalReference(type=type_, url=url, comment=comment or None),
        )
    return list(found.values())


def web_address(text: str) -> XsUri | None:
    """A legal http(s) URL without credentials; None where the text is none."""
    address = without_credentials(text.strip())
    if re.search(r"[\s\x00-\x1f\x7f<>\"{}|\\^`\[\]]", address):
        return None
    try:
        parts = urlsplit(address)
        has_host = bool(parts.hostname) and not parts.netloc.endswith(":")
        legal = parts.scheme in {"http", "https"} and has_host and (parts.port or 1) > 0
        return XsUri(quote(address, safe=_LEGAL, errors="replace")) if legal else None
    except (ValueError, InvalidUriException):
        return None
