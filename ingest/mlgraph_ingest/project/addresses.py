"""The addresses that a package or project gives for itself, and which of them is its source repository."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, edge, fact
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph_ingest.project.origins import public_url
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind

_URL_LIMIT = 2_000
_SOURCE_LABELS = frozenset(
    {
        "source",
        "sourcecode",
        "sources",
        "repository",
        "repo",
        "sourcerepository",
        "coderepository",
        "code",
        "github",
        "gitlab",
        "git",
        "githubrepository",
        "vcs",
    }
)
"""Labels that say "here is the source", as PEP 753 normalises them; its well-known ones and those in wide use."""


@dataclass(frozen=True, slots=True)
class Address:
    """A labelled URL, as metadata gives it."""

    label: str
    url: str
    line: int | str
    """Or where else it stands: a JSON pointer."""


def address_assertions(subject: NodeId, addresses: Iterable[Address], method: Method) -> Iterator[Assertion]:
    """The addresses as values, and the repository where one of them is on a known forge.

    A home page counts as the repository only where no address is labelled as the source, and is then inferred.
    """
    home: tuple[NodeId, Address] | None = None
    has_source = False
    for address in addresses:
        url = _shown(address.url)
        if url is None:
            continue
        evidence = Evidence(str(address.line), method)
        yield fact(subject, PropertyKind.HOMEPAGE, {"label": address.label.strip().lower()[:100], "url": url}, evidence)
        repository = _repository(url)
        label = re.sub(r"[^a-z0-9]", "", address.label.lower())
        if repository is not None and label in _SOURCE_LABELS:
            has_source = True
            rule = Evidence(str(address.line), method, "source-label")
            yield edge(subject, EdgeKind.DEVELOPED_IN, repository, rule)
        elif repository is not None and label == "homepage" and _is_repository_root(url):
            home = home or (repository, address)
    if home and not has_source:
        evidence = Evidence(str(home[1].line), Method.INFERRED, "home-page")
        yield edge(subject, EdgeKind.DEVELOPED_IN, home[0], evidence)


def _shown(url: str) -> str | None:
    shown = public_url(url.strip()[:_URL_LIMIT])
    return shown if shown and shown.startswith(("https://", "http://")) else None


def _repository(url: str) -> NodeId | None:
    """The repository that a URL names on a forge that is known; None anywhere else."""
    try:
        found = ids.repository(url)
        return ids.parse(found.key)
    except FormatError:
        return None


def _is_repository_root(url: str) -> bool:
    return len(urlsplit(url).path.strip("/").split("/")) == 2
