"""An inventory as an SPDX 3.0.1 document in JSON-LD.

Models are ai_AIPackages and datasets dataset_DatasetPackages whether or not all is known that those profiles demand,
as the SHACL model of the standard asks of the former for nothing and of the latter for a dataset_datasetType alone
(which has a value `noAssertion`). A profile is claimed only where all its mandatory values are known; what is missing
is said in the document, and by `missing_for_profiles`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mlgraph_queries.entries import Finding, Inventory

SPEC_VERSIONS = ("3.0.1",)
"""The versions of SPDX that are written in JSON-LD."""


def write(
    inventory: Inventory,
    *,
    spec_version: str = "3.0.1",
    reproducible: bool = False,
    findings: Sequence[Finding] = (),
    now: datetime | None = None,
) -> bytes:
    """The AI-BOM of an inventory as SPDX JSON-LD, in UTF-8.

    Its ids begin with a new UUID, and it was created at `now` (None: the time of the call). Those of a reproducible one
    are derived from its content, so that equal inventories give equal bytes; SOURCE_DATE_EPOCH implies that and gives
    the time. Without it a reproducible document is of 1970-01-01T00:00:00Z, and says so: SPDX demands a time.

    Raises UsageError for a version that is not written here or a SOURCE_DATE_EPOCH that is no time.
    """
    from mlgraph.bom.spdx.inventory_things import phases, things
    from mlgraph.bom.spdx.issue import spdx_issue
    from mlgraph.bom.spdx.relations import relations
    from mlgraph.bom.spdx3.document import document
    from mlgraph.bom.spdx3.vulnerabilities import weaknesses

    issue = spdx_issue(spec_version, SPEC_VERSIONS, reproducible=reproducible, now=now)
    made = things(inventory, findings)
    return document(made, relations(inventory), issue, phases(inventory), weaknesses=weaknesses(inventory))


def missing_for_profiles(inventory: Inventory) -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Why the profiles `ai` and `dataset` are not claimed: (id, properties that are not known) of each thing.

    A profile that can be claimed has no entry.
    """
    from mlgraph.bom.spdx.inventory_things import things
    from mlgraph.bom.spdx3.profiles import missing

    return missing(things(inventory))
