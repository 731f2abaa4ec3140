"""The formats that a BOM is written in, by the names that users give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from mlgraph.bom import cyclonedx, openvex, spdx2, spdx3
from mlgraph.model.errors import UsageError
from mlgraph_queries.entries import Finding, Inventory


class Writer(Protocol):
    """Writes an inventory in one format."""

    def __call__(
        self,
        inventory: Inventory,
        *,
        spec_version: str,
        reproducible: bool = False,
        findings: Sequence[Finding] = (),
        now: datetime | None = None,
    ) -> bytes:
        """The document. Raises UsageError for a version of the standard that is not written."""
        ...


@dataclass(frozen=True, slots=True)
class BomFormat:
    """A format, and what writes it."""

    name: str
    spec_versions: tuple[str, ...]
    """The versions of its standard; the first is written where none is asked for."""
    file_name: str
    """What a scan calls such a document."""
    write: Writer


FORMATS = {
    known.name: known
    for known in (
        BomFormat("cyclonedx", cyclonedx.SPEC_VERSIONS, "aibom.cdx.json", cyclonedx.write),
        BomFormat("cyclonedx-xml", cyclonedx.SPEC_VERSIONS, "aibom.cdx.xml", partial(cyclonedx.write, form="xml")),
        BomFormat("spdx", spdx3.SPEC_VERSIONS, "aibom.spdx.json", spdx3.write),
        BomFormat("spdx2", spdx2.SPEC_VERSIONS, "aibom.spdx2.json", spdx2.write),
    )
}
"""By name. A further format is a further line."""
VERDICTS = {"openvex": BomFormat("openvex", openvex.SPEC_VERSIONS, "verdicts.openvex.json", openvex.write)}
"""Formats that hold no bill of materials, but what somebody found out about weaknesses."""
_ALL = {**FORMATS, **VERDICTS}


def choose(form: str, spec_version: str | None = None) -> tuple[BomFormat, str]:
    """The format of a name, and the version of its standard to write.

    Raises UsageError where there is no such format, or where it is not written in that version.
    """
    if form not in _ALL:
        raise UsageError(f"{form!r} is no format that is written; choose one of {', '.join(_ALL)}")
    known = _ALL[form].spec_versions
    if spec_version is not None and spec_version not in known:
        raise UsageError(f"{form} is not written in version {spec_version!r}; choose {' or '.join(known)}")
    return _ALL[form], spec_version or known[0]


def write(
    inventory: Inventory,
    *,
    form: str = "cyclonedx",
    spec_version: str | None = None,
    reproducible: bool = False,
    findings: Sequence[Finding] = (),
    now: datetime | None = None,
) -> bytes:
    """The AI-BOM of an inventory in a format, in UTF-8.

    Raises UsageError for a format, or a version of its standard, that is not written.
    """
    chosen, version = choose(form, spec_version)
    return chosen.write(inventory, spec_version=version, reproducible=reproducible, findings=findings, now=now)
