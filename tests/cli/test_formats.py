"""Each format that `mlgraph bom` writes is one that `mlgraph validate` knows by itself."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize(
    ("form", "mark"),
    [("cyclonedx", '"bomFormat": "CycloneDX"'), ("spdx", "spdx.org/rdf/3.0.1"), ("spdx2", '"spdxVersion": "SPDX-2.3"')],
)
def test_bom_of_a_format_is_written_and_valid(run: Run, shop: Path, elsewhere: Path, form: str, mark: str) -> None:
    assert run("bom", shop, "-f", form, "-o", "a.json").code == 0
    assert mark in (elsewhere / "a.json").read_text()
    assert run("validate", "a.json").out == "a.json: valid\n"


def test_scan_writes_spdx_whatever_the_version_of_cyclonedx(run: Run, shop: Path, elsewhere: Path) -> None:
    assert run("scan", shop, "-q", "--spec-version", "1.7").code == 0
    names = [elsewhere / "mlgraph-out" / f"aibom.{name}.json" for name in ("cdx", "spdx")]
    assert json.loads(names[0].read_text())["specVersion"] == "1.7"
    assert run("validate", *names, "-q").code == 0


def test_invalid_spdx_document_fails_the_check_with_its_places(run: Run, shop: Path, elsewhere: Path) -> None:
    run("bom", shop, "-f", "spdx2", "-o", "a.json")
    document = json.loads((elsewhere / "a.json").read_text())
    document["packages"][0]["versionInfo"] = ">=1"
    (elsewhere / "a.json").write_text(json.dumps(document))
    result = run("validate", "a.json")
    assert (result.code, result.out) == (
        1,
        "a.json#/packages/0/versionInfo: '>=1' looks like a range, not like a version\n",
    )


def test_model_that_is_no_turtle_or_unpacks_without_end_is_refused(run: Run, shop: Path, elsewhere: Path) -> None:
    run("bom", shop, "-f", "spdx", "-o", "a.json")
    (elsewhere / "m.ttl").write_text("no turtle")
    (elsewhere / "m.ttl.gz").write_bytes(gzip.compress(b" " * (65 * 1024**2)))
    for name, words in (("m.ttl", "is no Turtle"), ("m.ttl.gz", "more than 67,108,864 bytes")):
        result = run("validate", "a.json", "--shacl", name)
        assert result.code == 2
        assert words in result.complaint
