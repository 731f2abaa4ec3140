"""Trove classifiers of licenses, as PEP 639 maps them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from mlgraph.model import ids
from mlgraph.model.ids import NodeId

PREFIX = "License :: "


def of_classifier(text: str) -> NodeId | None:
    """The license that a classifier names; None where it leaves open which.

    PEP 639, appendix "Mapping License Classifiers to SPDX Identifiers".

    >>> str(of_classifier("License :: OSI Approved :: ISC License (ISCL)"))
    'ISC'
    >>> of_classifier("License :: OSI Approved :: BSD License") is None
    True
    """
    spdx = _table().get(text)
    return ids.license_expression(spdx) if spdx is not None else None


@cache
def _table() -> Mapping[str, str]:
    catalog = files("mlgraph_ontology").joinpath("catalog", "license_classifiers.json")
    loaded: Mapping[str, str] = json.loads(catalog.read_text(encoding="utf-8"))["spdx_of_classifier"]
    return loaded
