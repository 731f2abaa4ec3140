"""What holds of every document in every format."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlgraph.bom.formats import FORMATS, choose, write
from mlgraph.model.errors import UsageError
from mlgraph_ontology.kinds import Method, NodeKind
from mlgraph_queries.entries import Problem, RepositoryLink, Unresolved
from mlgraph_queries.validation import validate

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
SPDX = ["spdx", "spdx2"]


@pytest.mark.parametrize("form", FORMATS)
def test_first_version_is_written_where_none_is_asked_for(full, form):
    assert write(full, form=form, now=NOW, reproducible=True) == write(
        full, form=form, spec_version=FORMATS[form].spec_versions[0], reproducible=True
    )


@pytest.mark.parametrize(
    ("form", "version", "text"),
    [
        ("pdf", None, "'pdf' is no format that is written; choose one of cyclonedx"),
        ("spdx", "2.3", r"spdx is not written in version '2\.3'; choose 3\.0\.1"),
        ("spdx2", "3.0.1", r"spdx2 is not written in version '3\.0\.1'; choose 2\.3"),
        ("cyclonedx", "3.0.1", r"choose 1\.6 or 1\.7"),
    ],
)
def test_what_is_not_written_is_refused(form, version, text):
    with pytest.raises(UsageError, match=text):
        choose(form, version)


@pytest.mark.parametrize("form", SPDX)
def test_reproducible_documents_are_equal_whatever_the_order_of_the_inventory(full, form):
    turned = replace(full, packages=full.packages[::-1], models=full.models[::-1], direct=full.direct[::-1])
    assert write(full, form=form, reproducible=True) == write(turned, form=form, reproducible=True)


@pytest.mark.parametrize("form", SPDX)
def test_reproducible_document_says_that_its_time_says_nothing(full, form):
    text = write(full, form=form, reproducible=True, now=NOW)
    assert b'"1970-01-01T00:00:00Z"' in text
    assert b"SOURCE_DATE_EPOCH was not set" in text


@pytest.mark.parametrize("form", SPDX)
def test_source_date_epoch_makes_reproducible_and_gives_the_time(full, form, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    first, second = (write(full, form=form, now=NOW) for _ in range(2))
    assert first == second
    assert b'"1970-01-02T00:00:00Z"' in first
    assert b"says nothing" not in first


@pytest.mark.parametrize("form", SPDX)
def test_documents_that_are_not_reproducible_have_names_of_their_own(full, form):
    assert write(full, form=form, now=NOW) != write(full, form=form, now=NOW)


def test_documents_of_other_content_or_format_have_other_names(full, make):
    texts = [write(full, form=form, reproducible=True) for form in SPDX]
    texts += [write(replace(full, version="2"), form="spdx", reproducible=True)]
    names = {text.partition(b"spdxdocs/mlgraph-")[2][:36] for text in texts}
    assert len(names) == 3


@pytest.mark.parametrize("form", SPDX)
def test_path_of_the_machine_is_nowhere(full, form):
    document = write(full, form=form, now=NOW)
    assert b"secret-place" not in document
    assert b"somebody" not in document


@pytest.mark.parametrize("form", SPDX)
@pytest.mark.parametrize(
    "path", ["a\x00\x1b[31mb.bin", "bad\udcff.bin", "half\ud800.bin", "z\n2.bin", "ü/模型.bin", "x" * 10_000]
)
def test_any_file_name_gives_a_valid_document(make, form, path):
    file = replace(make.weight_file("a"), path=path, sightings=(make.sighting(path),))
    document = write(make.inventory(files=(file,), name=path), form=form, now=NOW)
    assert validate(document, name="bom") == []
    document.decode("utf-8")


@pytest.mark.parametrize("form", SPDX)
def test_names_that_are_equal_once_made_legal_stay_two(make, form):
    files = tuple(replace(make.weight_file("a"), path=path) for path in ("x y.bin", "x-y.bin", "x\udcff.bin"))
    files = tuple(replace(f, id=f.id._replace(key=f"file:///{i}")) for i, f in enumerate(files))
    document = write(make.inventory(files=files), form=form, now=NOW)
    assert validate(document, name="bom") == []
    assert all(name in document for name in (b'"x y.bin"', b'"x-y.bin"', b'"x\\\\udcff.bin"'))


@pytest.mark.parametrize("form", SPDX)
def test_credentials_in_an_address_are_not_written(make, form):
    url = "https://me:hunter2@git.example.org/a/b"
    package = make.package(
        "a",
        declared=(make.sighting(url=url),),
        homepages=(("homepage", url),),
        repositories=(RepositoryLink(url, Method.DECLARED, "METADATA:9", ""),),
        licenses=(make.license(text=f"see {url}"),),
        description=f"see {url}",
    )
    document = write(make.inventory(packages=(package,), problems=(Problem("x", f"cannot read {url}"),)), form=form)
    assert b"hunter2" not in document
    assert b"git.example.org/a/b" in document


TEXT = st.text(st.characters(), max_size=20) | st.sampled_from(["https://[", "https://a b", "http://x/%zz", "\udc80"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXT, other=TEXT, form=st.sampled_from(SPDX))
def test_hostile_text_anywhere_gives_a_valid_document(make, text, other, form):
    package = make.package(
        "a",
        "1.0",
        description=text,
        homepages=((text, f"https://example.org/{other}"), (other, text)),
        repositories=(RepositoryLink(text, Method.DECLARED, "METADATA:9", ""),),
        licenses=(make.license(text=text), make.license(text=other, where=text, method=Method.CURATED)),
        declared=(make.sighting(where=text, rule=other, specifier=text, marker=other, url=text, revision=other),),
        hashes=(f"sha256:{text}", text),
    )
    file = replace(make.weight_file("a"), path=text or "a", header={text: other}, format=other)
    inventory = make.inventory(
        name=text,
        packages=(package, make.package("b", declared=(make.sighting(specifier=text),))),
        files=(file,),
        services=(replace(make.service("openai", "x"), name=text, provider=other or "p", endpoint=other or None),),
        unresolved=(Unresolved(NodeKind.MODEL, text, other, text),),
        problems=(Problem(text, other),),
    )
    assert validate(write(inventory, form=form, now=NOW), name="bom") == []


@pytest.mark.parametrize("form", SPDX)
def test_thousand_packages_are_written_quickly(make, form):
    import time

    packages = tuple(make.package(f"p{i}", "1.0", licenses=(make.license("MIT"),)) for i in range(1000))
    inventory = make.inventory(packages=packages, direct=tuple(p.id for p in packages))
    begun = time.perf_counter()
    document = write(inventory, form=form)
    assert time.perf_counter() - begun < 10  # a tenth of that on an idle machine; quadratic growth takes minutes
    assert len(json.loads(document).get("packages", json.loads(document).get("@graph"))) > 1000
