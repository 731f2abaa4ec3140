"""What holds of every document: valid, deterministic, free of this machine."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packageurl import PackageURL

from mlgraph import __version__
from mlgraph.bom.cyclonedx import FORMS, SPEC_VERSIONS, write
from mlgraph.model.errors import UsageError
from mlgraph_ontology.kinds import Method, NodeKind
from mlgraph_queries.entries import Finding, Problem, RepositoryLink, Unresolved
from mlgraph_queries.validation import validate

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
FINDING = Finding("unpinned", "warning", "pkg:huggingface/gpt2", "gpt2 is used at no fixed commit.", ("app.py:7",))


@pytest.mark.parametrize("spec_version", SPEC_VERSIONS)
@pytest.mark.parametrize("reproducible", [True, False])
def test_document_of_everything_is_valid(full, spec_version, reproducible):
    document = write(full, spec_version=spec_version, reproducible=reproducible, findings=[FINDING], now=NOW)
    assert validate(document, name="bom") == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("spec_version", SPEC_VERSIONS)
def test_document_of_everything_is_as_agreed(everything, golden, spec_version, form):
    document = write(everything, spec_version=spec_version, form=form, reproducible=True, findings=[FINDING]).decode()
    golden(f"aibom-{spec_version}.cdx.{form}", document.replace(__version__, "0.0.0"))


@pytest.mark.parametrize("spec_version", SPEC_VERSIONS)
def test_document_of_nothing_is_valid(make, spec_version):
    document = write(make.inventory(documents=()), spec_version=spec_version, now=NOW)
    assert validate(document, name="bom") == []


def test_reproducible_documents_are_equal_whatever_the_order_of_the_inventory(full):
    turned = replace(full, packages=full.packages[::-1], models=full.models[::-1], direct=full.direct[::-1])
    assert write(full, reproducible=True) == write(turned, reproducible=True)


def test_reproducible_document_says_so_and_has_no_number_and_no_time(full, bom):
    document = bom(full)
    assert "serialNumber" not in document
    assert "timestamp" not in document["metadata"]
    assert document["metadata"]["properties"] == [{"name": "cdx:reproducible", "value": "true"}]


def test_each_document_has_its_own_number_and_its_time(full):
    first, second = (json.loads(write(full, now=NOW)) for _ in range(2))
    assert first["serialNumber"].startswith("urn:uuid:")
    assert first["serialNumber"] != second["serialNumber"]
    assert first["metadata"]["timestamp"] == "2026-03-01T12:30:00+00:00"
    assert "properties" not in first["metadata"]


def test_source_date_epoch_makes_reproducible_and_gives_the_time(full, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    first, second = (write(full, now=NOW, spec_version="1.7") for _ in range(2))
    assert first == second
    assert json.loads(first)["metadata"]["timestamp"] == "1970-01-02T00:00:00+00:00"
    assert "serialNumber" not in json.loads(first)


@pytest.mark.parametrize("epoch", ["yesterday", "1.5", "9" * 30])
def test_source_date_epoch_that_is_no_time_is_refused(full, monkeypatch, epoch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
        write(full)


def test_version_that_is_not_written_is_refused(full):
    with pytest.raises(UsageError, match=r"1\.5 is not written"):
        write(full, spec_version="1.5")


@pytest.mark.parametrize("spec_version", SPEC_VERSIONS)
def test_path_of_the_machine_is_nowhere(full, make, spec_version):
    document = write(full, spec_version=spec_version, now=NOW)
    assert b"secret-place" not in document
    assert b"somebody" not in document


def test_everything_of_the_inventory_is_there_once(full, bom):
    document = bom(full)
    refs = [thing["bom-ref"] for thing in document["components"] + document["services"]]
    assert refs == sorted(set(refs[:-1])) + refs[-1:]
    assert len(refs) == len(full.packages) + len(full.models) + len(full.datasets) + len(full.services) + 1


def test_purls_are_canonical(full, bom):
    purls = [component["purl"] for component in bom(full)["components"] if "purl" in component]
    assert len(purls) == len(full.packages) + len(full.models)
    assert [PackageURL.from_string(purl).to_string() for purl in purls] == purls


def test_document_ends_with_a_newline_and_is_indented_by_two(full):
    document = write(full)
    assert document.endswith(b"\n}\n")
    assert b'\n  "bomFormat": "CycloneDX"' in document


@pytest.mark.parametrize(
    "path", ["a\x00\x1b[31mb.bin", "bad\udcff.bin", "half\ud800.bin", "zeile\n2.bin", "ü/模型.bin"]
)
def test_any_file_name_gives_legal_text(make, path):
    file = replace(make.weight_file("a"), path=path, sightings=(make.sighting(path),))
    document = write(make.inventory(files=(file,), name=path), now=NOW)
    assert validate(document, name="bom") == []
    assert json.loads(document.decode("utf-8"))["components"][0]["type"] == "file"


def test_names_that_differ_only_in_an_illegal_byte_stay_two(make, bom):
    files = tuple(replace(make.weight_file("a"), path=path) for path in ("x\udcfe.bin", "x\udcff.bin"))
    files = (replace(files[0], id=files[0].id._replace(key="file:///1")), files[1])
    names = [component["name"] for component in bom(make.inventory(files=files))["components"]]
    assert names == ["x\\udcfe.bin", "x\\udcff.bin"]


def test_credentials_in_an_address_are_not_written(make):
    url = "https://me:hunter2@git.example.org/a/b"
    package = make.package(
        "a",
        declared=(make.sighting(url=url),),
        homepages=(("homepage", url),),
        repositories=(RepositoryLink(url, Method.DECLARED, "METADATA:9", ""),),
        description=f"see {url}",
    )
    document = write(make.inventory(packages=(package,), problems=(Problem("x", f"cannot read {url}"),)))
    assert b"hunter2" not in document
    assert b"git.example.org/a/b" in document


def test_unknown_things_are_properties_of_the_document(full, bom, said):
    document = bom(full, findings=[FINDING])
    assert said(document, "unresolved") == ["Model pipeline(cfg.name) at app.py:12"]
    assert said(document, "problem") == ["broken.lock: no TOML at line 3"]
    assert said(document, "excluded") == [".gitignore: 4"]
    assert said(document, "read") == ["requirements/1: 1"]
    assert said(document, "finding") == [
        "warning: unpinned: pkg:huggingface/gpt2: gpt2 is used at no fixed commit. (app.py:7)"
    ]


TEXT = st.text(st.characters(), max_size=20) | st.sampled_from(["https://[", "https://a b", "http://x/%zz", "\udc80"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXT, other=TEXT, spec_version=st.sampled_from(SPEC_VERSIONS))
def test_hostile_text_anywhere_gives_a_valid_document(make, text, other, spec_version):
    package = make.package(
        "a",
        "1.0",
        description=text,
        homepages=((text, f"https://example.org/{other}"), (other, text)),
        repositories=(RepositoryLink(text, Method.DECLARED, "METADATA:9", ""),),
        licenses=(make.license(text=text), make.license(text=other, where=text)),
        declared=(make.sighting(where=text, rule=other, specifier=text, marker=other, url=text),),
        hashes=(f"sha256:{text}", text),
    )
    file = replace(make.weight_file("a"), path=text or "a", header={text: other}, format=other)
    inventory = make.inventory(
        name=text,
        version=other,
        packages=(package, make.package("b", declared=(make.sighting(specifier=text),))),
        files=(file,),
        services=(replace(make.service("openai", "x"), name=text, endpoint=other or None),),
        unresolved=(Unresolved(NodeKind.MODEL, text, other, text),),
        problems=(Problem(text, other),),
    )
    document = write(inventory, spec_version=spec_version, now=NOW)
    legal = [violation for violation in validate(document, name="bom") if "looks like a range" not in violation.text]
    assert legal == []
