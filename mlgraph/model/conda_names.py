"""How conda packages are named."""

from __future__ import annotations

import re

from mlgraph.model.errors import FormatError
from mlgraph.model.urls import without_credentials

CONDA_LIMIT = 200
"""Characters of a name or a version that are read at most."""
CONDA_WORD = re.compile(r"[A-Za-z0-9_.+-]{1,200}")
"""A build or a platform."""
_NAME = re.compile(r"(?!__)[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?")
"""Names of conda packages (conda-build, "Package naming conventions"); `__` begins the name of a virtual package."""


def conda_name(name: str) -> str:
    """A name as conda compares it, in lower case; `__glibc` and its like name a property of a machine, no package."""
    canonical = name.lower()
    if len(name) > CONDA_LIMIT or not _NAME.fullmatch(canonical):
        raise FormatError(f"{without_credentials(name)[:80]!r} is no name of a conda package")
    return canonical
