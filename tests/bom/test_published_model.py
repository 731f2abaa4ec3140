"""The document of a published model, and of a project that uses it, in every format."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlgraph import __version__
from mlgraph.bom.formats import FORMATS, write
from mlgraph.model import ids
from mlgraph_ontology.kinds import Method, PropertyKind
from mlgraph_queries.entries import Artifact, ArtifactFile
from mlgraph_queries.stated import LicenseStatement, Link, Stated
from mlgraph_queries.validation import validate
from tests.bom.published import CHAT, EXAM, SEEN, TALK, WEIGHTS

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
WRITTEN = [(form, version) for form, known in FORMATS.items() for version in known.spec_versions]


@pytest.mark.parametrize(("form", "version"), WRITTEN)
@pytest.mark.parametrize("reproducible", [True, False])
def test_document_is_valid(published, using, form, version, reproducible):
    for inventory in (published, using):
        document = write(inventory, form=form, spec_version=version, reproducible=reproducible, now=NOW)
        assert validate(document, name="bom") == []


@pytest.mark.parametrize(
    ("form", "version", "name"),
    [
        ("cyclonedx", "1.6", "model-1.6.cdx.json"),
        ("cyclonedx-xml", "1.7", "model-1.7.cdx.xml"),
        ("spdx", "3.0.1", "model.spdx.json"),
        ("spdx2", "2.3", "model.spdx2.json"),
    ],
)
def test_document_of_a_model_is_as_agreed(published, golden, form, version, name):
    document = write(published, form=form, spec_version=version, reproducible=True).decode()
    golden(name, document.replace(__version__, "0.0.0"))


def test_citations_of_a_model_are_as_agreed(published, golden):
    citations = json.loads(write(published, spec_version="1.7", now=NOW))["citations"]
    lines = (f"{', '.join(citation['pointers'])}: {citation['note']}" for citation in citations)
    golden("model-citations.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize(("form", "version"), WRITTEN)
def test_reproducible_documents_are_equal_whatever_the_order_of_the_inventory(using, form, version):
    turned = replace(using, models=using.models[::-1], datasets=using.datasets[::-1], related=using.related[::-1])
    first, second = (write(each, form=form, spec_version=version, reproducible=True) for each in (using, turned))
    assert first == second


@pytest.mark.parametrize("form", FORMATS)
def test_credentials_in_a_card_are_not_written(make, form):
    address = "https://me:hunter2@git.example/a/b"
    facts = {kind: (Stated(f"see {address}", Method.DECLARED, address, "", SEEN),) for kind in PropertyKind}
    facts[PropertyKind.HOMEPAGE] = (Stated({"label": "x", "url": address}, Method.DECLARED, "x", "", SEEN),)
    known = make.artifact(CHAT, "acme/chat", facts=facts, failure=f"cannot ask {address}", documents=(address,))
    document = write(make.inventory(project=CHAT, related=(known,), subject=known), form=form, now=NOW)
    assert b"hunter2" not in document
    assert b"git.example/a/b" in document


def test_path_of_the_machine_is_nowhere(make):
    file = ids.file(make.ROOT / "weights/a.bin")
    link = Link(file, "a.bin", {}, Method.OBSERVED, "a.bin", "", SEEN)
    known = make.artifact(CHAT, "acme/chat", derived_from=(link,), trained_on=(link,), runs_with=(link,))
    for form, version in WRITTEN:
        document = write(make.inventory(related=(known,)), form=form, spec_version=version, now=NOW)
        assert validate(document, name="bom") == []
        assert b"secret-place" not in document


TEXT = st.text(st.characters(), max_size=20) | st.sampled_from(
    [
        "https://[", "https://a b/%zz", "\x00\x1b[31m", "\ud800", "]]>&<!--", "<script>alert(1)</script>", "👩\u200d🚀",
        "\u202eexe", "\uffff", "x" * 30_000, "10.1234/ a", "2026-01-01T00:00:00Z", "9999-99-99", "0001-01-01T00:00:00+14:00",
        "auto", "image", "LicenseRef-x", "\r\n", "sha256:" + "0" * 64,
    ]
)  # fmt: skip
NAME = st.sampled_from(
    [
        "type",
        "name",
        "value",
        "task",
        "dataset",
        "config",
        "split",
        "kwh",
        "kg_co2e",
        "training_type",
        "source",
        "count",
        "days",
        "label",
        "url",
        "method",
        "bits",
    ]
)
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAME | TEXT, inner, max_size=4),
    max_leaves=6,
)
METHOD = st.sampled_from(Method)
STATED = st.builds(Stated, VALUE, METHOD, TEXT, TEXT, st.just(SEEN))
NODE = st.sampled_from(
    [CHAT, TALK, EXAM, ids.package("torch"), ids.hub_account("acme"), WEIGHTS, ids.organization("a")]
)
LINK = st.builds(
    Link, NODE, TEXT, st.dictionaries(st.just("relation") | TEXT, VALUE, max_size=2), METHOD, TEXT, TEXT, st.just(SEEN)
)
LINKS = st.lists(LINK, max_size=3).map(tuple)
FILE = st.builds(
    ArtifactFile, st.just(WEIGHTS), TEXT, st.none() | st.integers(0), st.lists(TEXT, max_size=2).map(tuple)
)
LICENSE = st.builds(
    LicenseStatement, st.sampled_from(["MIT", "LicenseRef-x", None]), st.none() | TEXT, METHOD, TEXT, TEXT
)
ARTIFACT = st.builds(
    Artifact,
    id=st.sampled_from([CHAT, TALK, ids.model("acme/chat", "0" * 40), ids.dataset("s3://bucket/data")]),
    name=TEXT,
    aliases=st.lists(NODE, max_size=2).map(tuple),
    facts=st.dictionaries(
        st.sampled_from(PropertyKind), st.lists(STATED, min_size=1, max_size=3).map(tuple), max_size=12
    ),
    licenses=st.lists(LICENSE, max_size=2).map(tuple),
    publishers=LINKS,
    derived_from=LINKS,
    trained_on=LINKS,
    evaluated_on=LINKS,
    runs_with=LINKS,
    files=st.lists(FILE, max_size=2).map(tuple),
    documents=st.lists(TEXT, max_size=2).map(tuple),
    failure=st.none() | TEXT,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(artifact=ARTIFACT, other=ARTIFACT, written=st.sampled_from(WRITTEN), is_subject=st.booleans())
def test_whatever_sources_say_of_anything_gives_a_valid_document(make, artifact, other, written, is_subject):
    form, version = written
    behind = tuple({a.id: a for a in (artifact, other)}.values())
    inventory = make.inventory(related=behind)
    if is_subject:
        inventory = replace(inventory, subject=artifact, related=behind[1:])
    document = write(inventory, form=form, spec_version=version, now=NOW)
    assert validate(document, name="bom") == []
    assert b"\x1b" not in document
    assert len(document) < 2_000_000


@pytest.mark.slow
@pytest.mark.shared_data
def test_spdx_3_obeys_the_official_shacl_model(published, using, shared_data):
    model = gzip.decompress((shared_data / "spdx" / "rdf" / "spdx-model.ttl.gz").read_bytes())
    for inventory in (published, using):
        assert validate(write(inventory, form="spdx", now=NOW), name="x", shacl=model) == []


@pytest.mark.shared_data
def test_spdx_2_passes_the_reference_library(published, using, tmp_path, shared_data):
    from spdx_tools.spdx.parser.parse_anything import parse_file
    from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

    path = tmp_path / "a.spdx.json"
    for inventory in (published, using):
        path.write_bytes(write(inventory, form="spdx2", now=NOW))
        assert validate_full_spdx_document(parse_file(str(path))) == []
