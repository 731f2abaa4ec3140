"""What files of conda are called."""

from __future__ import annotations

import re

_ENVIRONMENT = re.compile(r"(?:.*[-_.])?(?:environment|env)(?:[-_.].*)?\.ya?ml|conda\.ya?ml")
_LOCK = re.compile(r"(?:.*[.-])?conda-lock\.ya?ml")


def is_environment_file(relative: str) -> bool:
    """Whether a path names a file that is a conda environment, if it has the shape of one.

    >>> is_environment_file("ci/environment-gpu.yml"), is_environment_file("config.yml")
    (True, False)
    """
    return bool(_ENVIRONMENT.fullmatch(relative.rpartition("/")[2].lower()))


def is_conda_lock(relative: str) -> bool:
    """Whether a path names a lock of conda-lock: `conda-lock.yml`, `gpu.conda-lock.yml`."""
    return bool(_LOCK.fullmatch(relative.rpartition("/")[2].lower()))
