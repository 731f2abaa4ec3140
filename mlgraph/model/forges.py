"""Which part of a page's address on a forge or a hub names the repository that the page is of."""

from __future__ import annotations

import re

_CASELESS = frozenset({"github.com", "bitbucket.org"})
"""Forges whose owner and repository names are case-insensitive (purl type definitions github, bitbucket)."""
FORGES = _CASELESS | {"gitlab.com", "codeberg.org", "git.sr.ht", "gitee.com"}
"""Hosts on which the first two segments of a path name a repository."""
_DEEP = frozenset({"gitlab.com"})
"""Forges on which groups nest, so that more than two path segments name a repository."""
_PAGES = frozenset({"-", "blob", "tree", "raw", "resolve", "viewer", "commits", "discussions"})
"""Path segments with which a page of a repository or dataset begins, after its name."""


def repository_path(host: str, path: str) -> str:
    """The part of a URL's path that names the repository: no revision, no `.git`, no page of a forge."""
    path = re.sub(r"(?<=[^/])\.git(?:@.*|/*$)", "", path)
    segments = [segment for segment in path.split("/") if segment]
    if host in _DEEP:
        segments = before_page(segments, 2)
    elif host in FORGES:
        segments = segments[:2]
    path = "/".join([*segments[:-1], *map(_bare, segments[-1:])])
    return path.lower() if host in _CASELESS else path


def before_page(segments: list[str], start: int) -> list[str]:
    """The segments before the one with which a page begins; the first `start` of them are a name in any case."""
    pages = (i for i, segment in enumerate(segments) if i >= start and _bare(segment) in _PAGES)
    return segments[: next(pages, None)]


def _bare(segment: str) -> str:
    name = segment.partition("@")[0] or segment
    return re.sub(r"(?<=.)(?<!\.git)(?:\.git)+$", "", name, flags=re.IGNORECASE)
