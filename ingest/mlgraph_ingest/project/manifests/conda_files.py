"""What the address of a conda package says: channel, platform, name, version and build."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mlgraph.model.urls import without_channel_token
from mlgraph_ingest.project.origins import public_url

_ARCHIVE = re.compile(r"(?P<name>[^/]+)-(?P<version>[^/-]+)-(?P<build>[^/-]+)\.(?:conda|tar\.bz2)")
_SUBDIR = re.compile(r"noarch|[a-z]+-[a-z0-9_]+")


@dataclass(frozen=True, slots=True)
class CondaFile:
    """The parts of an address, as far as it has them."""

    name: str | None = None
    version: str | None = None
    build: str | None = None
    subdir: str | None = None
    channel: str | None = None
    """URL of the channel, without credentials."""
    url: str | None = None
    """None for a file on this machine, and what is no URL."""


def conda_file(address: str) -> CondaFile:
    """The parts of `CHANNEL/SUBDIR/NAME-VERSION-BUILD.conda` (conda-build, "Package naming conventions").

    >>> conda_file("https://me:pw@conda.example/t/tk-1/team/linux-64/numpy-1.26.4-py311_0.conda")
    CondaFile(name='numpy', version='1.26.4', build='py311_0', subdir='linux-64', \
channel='https://conda.example/team', url='https://conda.example/team/linux-64/numpy-1.26.4-py311_0.conda')
    """
    url = public_url(address) if "://" in address else None
    url = without_channel_token(url) if url else None
    folder, _, file_name = (url or address).rpartition("/")
    archive = _ARCHIVE.fullmatch(file_name)
    if archive is None:
        return CondaFile(url=url)
    channel, _, subdir = folder.rpartition("/")
    known = url is not None and _SUBDIR.fullmatch(subdir) is not None
    return CondaFile(
        name=archive["name"],
        version=archive["version"],
        build=archive["build"],
        subdir=subdir if known else None,
        channel=channel if known else None,
        url=url,
    )


def public_channel(text: str) -> str | None:
    """A channel by its name, or by its URL without credentials; None for a folder on this machine."""
    if "://" in text:
        url = public_url(text)
        return without_channel_token(url).rstrip("/") if url else None
    if text.startswith(("/", ".", "~")) or "\\" in text or not text.strip():
        return None
    return without_channel_token(text.rpartition("@")[2]).strip("/") or None
