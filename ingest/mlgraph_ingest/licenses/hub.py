"""Ids of licenses on the Hugging Face hub that the SPDX list does not have."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from mlgraph.model import ids
from mlgraph.model.ids import NodeId
from mlgraph_ontology.licenses import all_terms

FAMILIES = frozenset({"openrail", "bsd", "cc", "gfdl", "gpl", "lgpl"})
"""Ids that stand for several licenses, and so for none in particular (Hugging Face, hub documentation, "Licenses":
those called a family). `odc-by` and `odbl` are, too, but of one version each."""
_OF_THE_LIST = {
    "odc-by": "ODC-By-1.0",
    "odbl": "ODbL-1.0",
    "pddl": "PDDL-1.0",
    "lgpl-lr": "LGPLLR",
    "c-uda": "C-UDA-1.0",
}
"""Ids without a version whose license has one version on the SPDX list."""


def of_hub_id(text: str) -> NodeId | None:
    """The license that an id of the hub names; None where it leaves open which, and for ids that SPDX has, too.

    >>> str(of_hub_id("llama3.1")), of_hub_id("openrail")
    ('LicenseRef-scancode-llama-3.1-license-2024', None)
    """
    found = _table().get(text.strip().lower())
    return ids.license_expression(found) if found is not None else None


@cache
def _table() -> Mapping[str, str]:
    return {hub_id: terms.id for terms in all_terms() for hub_id in terms.hub_ids} | _OF_THE_LIST
