from __future__ import annotations

import json
import re
from pathlib import Path

from mlgraph.bom import properties
from mlgraph.bom.cyclonedx import write
from mlgraph.bom.cyclonedx.artifact_notes import property_name
from mlgraph.bom.properties import OF_MODELS_AND_DATASETS, PREFIX, PROPERTIES
from mlgraph_ontology.kinds import PropertyKind

SOURCE = "".join(path.read_text(encoding="utf-8") for path in Path(properties.__file__).parent.rglob("*.py"))
IN_CODE = set(re.findall(r'note\(\s*"([a-z-]+)"', SOURCE)) | set(re.findall(r'"mlgraph:([a-z-]+)"', SOURCE))


def named(value):
    """The names of all properties in a document."""
    if isinstance(value, dict):
        here = {value["name"]} if value.keys() == {"name", "value"} else set()
        return here.union(*map(named, value.values()))
    return set().union(*map(named, value)) if isinstance(value, list) else set()


def test_every_property_of_a_document_is_in_the_list(everything, published, using):
    found = set().union(*(named(json.loads(write(each, reproducible=True))) for each in (everything, published, using)))
    ours = {name.removeprefix(PREFIX) for name in found if name.startswith(PREFIX)}
    assert len(ours) > 60
    assert {name for name in ours if not name.startswith("source:")} <= PROPERTIES.keys()
    assert all(name.startswith(PREFIX) for name in found - {"cdx:reproducible"})


def test_every_property_that_the_code_names_is_in_the_list():
    assert len(IN_CODE) > 30
    assert PROPERTIES.keys() >= IN_CODE


def test_every_property_of_a_model_in_the_list_is_written():
    kinds = {property_name(kind) for kind in PropertyKind}
    links = {"trained-on", "evaluated-on", "source:FIELD"}
    assert OF_MODELS_AND_DATASETS.keys() <= IN_CODE | kinds | links


def test_names_are_in_one_form():
    assert [name for name in PROPERTIES if not re.fullmatch(r"[a-z]+(-[a-z]+)*|source:FIELD", name)] == []
