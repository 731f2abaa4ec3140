"""`mlgraph check` stops a pipeline for what breaks the policy, lets through what is waived, and says why in one line."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.cli.conftest import Run, write_files
from tests.ingest.project.weights.builders import safetensors

ROOT = Path(__file__).resolve().parents[2]
STRICT = """\
[rules.unpinned-model]
level = "error"

[rules.license-denied]
level = "error"
deny = ["AGPL-3.0*"]
"""
EXAMPLES = {
    "rag-chat": ["pkg:huggingface/cross-encoder/ms-marco-MiniLM-L-6-v2"],
    "image-finetune": [
        "pkg:huggingface/WinKawaks/vit-tiny-patch16-224",
        "pkg:huggingface/timm/vit_tiny_patch16_224.augreg_in21k_ft_in1k",
    ],
}
"""The models that the examples take in whatever state is newest, on purpose."""
FAULTS = {
    ("unpinned-model", "pkg:huggingface/acme/planted"),
    ("pickle-weights", "models/planted.pkl"),
    ("license-denied", "models/planted.safetensors"),
}
PLANTED = {
    "planted.py": "from transformers import AutoModel\nAutoModel.from_pretrained('acme/planted')\n",
    "models/planted.pkl": b"cos\nsystem\n(S'true'\ntR.",
    "models/planted.safetensors": safetensors({"w": ("F32", [2], 8)}, {"license": "agpl-3.0"}),
}


def waiver(rule: str, subject: str, expires: str = "2026-12-31") -> str:
    return f'\n[[waivers]]\nrule = "{rule}"\nsubject = "{subject}"\nreason = "it is an example"\nexpires = {expires}\n'


@pytest.fixture(params=sorted(EXAMPLES))
def example(request: pytest.FixtureRequest, elsewhere: Path) -> Path:
    """A copy of an example, with a policy that waives what it does on purpose."""
    copy = Path(shutil.copytree(ROOT / "examples" / request.param, elsewhere / request.param))
    waived = "".join(waiver("unpinned-model", subject, "2999-12-31") for subject in EXAMPLES[request.param])
    (elsewhere / "policy.toml").write_text(STRICT + waived)
    return copy


def check(run: Run, path: Path | str, *more: str, as_of: str = "2026-11-30") -> Any:
    return run("check", path, "--policy", "policy.toml", "--offline", "-q", "--as-of", as_of, *more)


def failing(result: Any) -> set[tuple[str, str]]:
    return {(row["rule"], row["subject"]) for row in json.loads(result.out)["rows"] if row["fails"]}


def test_examples_pass_fail_with_three_planted_faults_and_pass_when_these_are_waived(
    run: Run, example: Path, elsewhere: Path
) -> None:
    assert check(run, example).code == 0

    write_files(example, PLANTED)
    result = check(run, example, "--format", "json")
    assert (result.code, failing(result)) == (1, FAULTS)
    assert result.complaint == "the policy is broken"

    policy = elsewhere / "policy.toml"
    policy.write_text(policy.read_text() + "".join(waiver(*fault) for fault in sorted(FAULTS)))
    waived = check(run, example)
    assert waived.code == 0
    assert waived.out.count("waived until 2026-12-31: it is an example") == 3

    expired = check(run, example, "--format", "json", as_of="2027-01-01")
    assert (expired.code, failing(expired)) == (1, FAULTS)
    assert check(run, example, as_of="2026-12-31").code == 0


def test_sarif_of_the_examples_names_the_lines_of_the_faults_and_is_valid(run: Run, example: Path) -> None:
    write_files(example, PLANTED)
    result = check(run, example, "--format", "sarif", "-o", "out.sarif")
    written = json.loads(Path("out.sarif").read_text())
    places = {
        (found["ruleId"], place["artifactLocation"]["uri"], place["region"]["startLine"])
        for found in written["runs"][0]["results"]
        for place in [found["locations"][0]["physicalLocation"]]
        if found["level"] == "error" and not found["suppressions"]
    }

    assert (result.code, result.out) == (1, "")
    assert places == {
        ("unpinned-model", f"{example.name}/planted.py", 2),
        ("pickle-weights", f"{example.name}/models/planted.pkl", 1),
        ("license-denied", f"{example.name}/models/planted.safetensors", 1),
    }
    schema = os.environ.get("SARIF_SCHEMA")
    if schema is not None:
        import jsonschema_rs

        errors = jsonschema_rs.validator_for(json.loads(Path(schema).read_text())).iter_errors(written)
        assert [error.message for error in errors] == []


RECORD = {
    "schema_version": "1.6.0",
    "id": "GHSA-aaaa-bbbb-cccc",
    "aliases": ["CVE-2026-0001"],
    "modified": "2026-06-01T00:00:00Z",
    "summary": "Templates overflow",
    "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
    "affected": [
        {
            "package": {"ecosystem": "PyPI", "name": name},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.0"}]}],
        }
        for name in ("jinja2", "pyyaml")
    ],
}
VULNERABLE = {"rag-chat": ["jinja2", "pyyaml"], "image-finetune": ["pyyaml"]}


def test_vulnerable_pin_fails_until_it_is_waived_by_any_of_its_names(run: Run, example: Path, elsewhere: Path) -> None:
    (elsewhere / "record.json").write_text(json.dumps(RECORD))
    assert run("ingest", "osv", "record.json", "-q").code == 0
    result = check(run, example, "--format", "json")
    told = {row["subject"].partition("@")[0]: row for row in json.loads(result.out)["rows"] if row["fails"]}

    assert (result.code, sorted(told)) == (1, [f"pkg:pypi/{name}" for name in VULNERABLE[example.name]])
    assert {(row["rule"], row["score"]) for row in told.values()} == {("vulnerability", 9.8)}
    assert told["pkg:pypi/pyyaml"]["text"].startswith("critical 9.8, fixed in 99.0")
    sarif = json.loads(check(run, example, "--format", "sarif").out)["runs"][0]
    severities = {rule["properties"].get("security-severity") for rule in sarif["tool"]["driver"]["rules"]}
    assert "9.8" in severities

    policy = elsewhere / "policy.toml"
    accepted = waiver("vulnerability", "pkg:pypi/*") + 'about = "CVE-2026-0001"\n'
    policy.write_text(policy.read_text() + accepted)
    assert check(run, example).code == 0
    assert check(run, example, as_of="2027-01-01").code == 1


def test_baseline_lets_through_what_was_there_and_nothing_else(run: Run, shop: Path, elsewhere: Path) -> None:
    (elsewhere / "policy.toml").write_text(STRICT)
    first = check(run, shop, "--write-baseline", "base.json")
    assert first.code == 1

    assert check(run, shop, "--baseline", "base.json").code == 0
    code = (shop / "app.py").read_text()
    (shop / "app.py").write_text(f"# a line above\n\n{code}")
    assert check(run, shop, "--baseline", "base.json").code == 0
    (shop / "app.py").write_text(code + "AutoModel.from_pretrained('acme/new')\n")
    second = check(run, shop, "--baseline", "base.json", "--format", "json")
    assert (second.code, failing(second)) == (1, {("unpinned-model", "pkg:huggingface/acme/new")})
    (shop / "app.py").write_text("")
    third = check(run, shop, "--baseline", "base.json")
    assert third.code == 0
    assert "Gone since the baseline (1)\n  unpinned-model: pkg:huggingface/google-bert/bert-base-uncased\n" in third.out


def test_result_is_printed_in_every_form(run: Run, shop: Path, elsewhere: Path) -> None:
    (elsewhere / "policy.toml").write_text(STRICT)
    rows = list(csv.DictReader(io.StringIO(check(run, shop, "--format", "csv").out)))
    assert ("broken", "unpinned-model") in {(row["state"], row["rule"]) for row in rows}
    assert check(run, shop, "--format", "markdown").out.startswith("| state | level | rule |")
    tree = etree.fromstring(check(run, shop, "--format", "junit").out.encode())
    assert [case.get("name") for case in tree.iter("testcase") if case.find("failure") is not None] == [
        "unpinned-model"
    ]
    told = json.loads(check(run, shop, "--format", "json").out)
    assert (told["question"], told["version"], told["as_of"]) == ("check", 1, "2026-11-30")
    assert told["coverage"]["passed"] is False
    assert check(run, shop).out.splitlines()[-1].startswith("Failed: 1 error, ")


def test_policy_is_looked_for_where_the_project_keeps_it(run: Run, shop: Path) -> None:
    def named() -> str:
        return json.loads(run("check", shop, "-q", "--format", "json").out)["parameters"]["policy"]

    assert named() == "default policy"
    (shop / "pyproject.toml").write_text('[tool.mlgraph.policy]\nunknown = "ignore"\n')
    assert named() == "pyproject.toml"
    (shop / "mlgraph-policy.toml").write_text('unknown = "ignore"\n')
    assert named() == "mlgraph-policy.toml"


def test_policy_of_a_pyproject_is_named_with_the_option_too(run: Run, shop: Path) -> None:
    (shop / "pyproject.toml").write_text('[tool.mlgraph.policy.rules.unpinned-model]\nlevel = "error"\n')

    assert run("check", shop, "-q", "--policy", shop / "pyproject.toml").code == 1
    assert "has no table [tool.mlgraph.policy]" in run("check", shop, "--policy", ROOT / "pyproject.toml").complaint


def test_policy_that_is_a_link_out_of_the_project_is_not_read(run: Run, shop: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.toml").write_text("")
    (shop / "mlgraph-policy.toml").symlink_to(tmp_path / "outside.toml")

    assert "mlgraph-policy.toml is a link that leads out of" in run("check", shop).complaint


def test_default_policy_is_printed_and_can_be_used(run: Run, shop: Path, elsewhere: Path) -> None:
    shown = run("check", "--show-policy")
    (elsewhere / "policy.toml").write_text(shown.out)

    assert (shown.code, shown.err) == (0, "")
    assert check(run, shop).code == 0


def test_bill_of_materials_is_checked_like_the_project_it_was_written_of(run: Run, shop: Path, elsewhere: Path) -> None:
    (elsewhere / "policy.toml").write_text(STRICT)
    assert run("bom", shop, "-q", "-o", "out/aibom.cdx.json").code == 0
    result = check(run, "out/aibom.cdx.json", "--format", "json")

    assert (result.code, failing(result)) == (
        1,
        {("unpinned-model", "pkg:huggingface/google-bert/bert-base-uncased")},
    )
    assert all(place.startswith("aibom.cdx.json") for row in json.loads(result.out)["rows"] for place in row["where"])


def test_nested_project_is_checked_with_the_one_around_it(run: Run, shop: Path, elsewhere: Path) -> None:
    (elsewhere / "policy.toml").write_text(STRICT)
    nested = {"services/api/pyproject.toml": '[project]\nname = "api"\nversion = "1"\n', "services/api/a.py": ""}
    write_files(shop, nested | {"services/api/load.py": PLANTED["planted.py"]})
    result = check(run, shop, "--format", "json")
    rows = {row["subject"]: row["where"] for row in json.loads(result.out)["rows"] if row["fails"]}

    assert rows["pkg:huggingface/acme/planted"] == ["services/api/load.py:2"]


def test_source_that_fails_is_exit_code_3_where_strict_is_set(run: Run, shop: Path) -> None:
    (shop / "uv.lock").write_text("not [ toml")

    assert run("check", shop, "-q").code == 0
    assert run("check", shop, "-q", "--strict").code == 3


def test_broken_policy_is_told_before_a_source_that_fails(run: Run, shop: Path, elsewhere: Path) -> None:
    (shop / "uv.lock").write_text("not [ toml")
    (elsewhere / "policy.toml").write_text(STRICT)

    assert check(run, shop, "--strict").code == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[rules.nonsense]\n", "policy.toml:1: there is no rule 'nonsense'"),
        (b"\n\na = = 1", "policy.toml:3: not TOML: "),
        (b"a = '\xff'", "policy.toml:1: no UTF-8, as TOML has to be"),
        (b"#" * (1024**2 + 1), "policy.toml has more than 1,048,576 bytes; it is not read"),
        (waiver("yanked", "x", "2026-02-30").encode(), "policy.toml"),
        (waiver("yanked", "x", "'never'").encode(), "policy.toml:6: expires = 'never' is no date"),
    ],
)
def test_wrong_policy_is_one_line_with_its_place(
    run: Run, shop: Path, elsewhere: Path, content: bytes, words: str
) -> None:
    (elsewhere / "policy.toml").write_bytes(content)
    result = check(run, shop)

    assert (result.code, result.out) == (2, "")
    assert result.complaint.startswith(words)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere"], "nowhere is neither a folder of a project nor a BOM; there is no such file"),
        (["shop", "--policy", "none.toml"], "cannot read none.toml: No such file or directory"),
        (["shop", "--policy", "shop"], "cannot read shop: Is a directory"),
        (["shop", "--baseline", "none.json"], "cannot read none.json: No such file or directory"),
        (["shop", "--baseline", "shop/app.py"], "shop/app.py: no JSON at line 1"),
        (["shop", "--as-of", "soon"], "--as-of 'soon' is no date"),
        (["shop/requirements.txt"], "shop/requirements.txt: no bill of materials of a form that is known"),
        (["shop/requirements.txt", "--python", "x"], "--python belongs to a project's folder"),
        (["broken.json"], "broken.json:1:65: its JSON is broken or cut off"),
        (["shop", "-o", "shop"], "shop is a folder; name a file"),
    ],
)
def test_wrong_use_is_one_line(run: Run, shop: Path, elsewhere: Path, arguments: list[str], words: str) -> None:
    shutil.copytree(shop, elsewhere / "shop")
    (elsewhere / "broken.json").write_text('{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [')
    result = run("check", *arguments, "-q")

    assert result.code == 2
    assert result.complaint.startswith(words)


def test_policy_with_a_byte_order_mark_is_read(run: Run, shop: Path, elsewhere: Path) -> None:
    (elsewhere / "policy.toml").write_bytes(b"\xef\xbb\xbf" + STRICT.encode())

    assert check(run, shop).code == 1
