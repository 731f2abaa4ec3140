"""`mlgraph bom` and `mlgraph scan` on bills of materials."""

from __future__ import annotations

import json

from tests.bom.bills import CHAT, put


def test_several_documents_become_one(tmp_path, run):
    paths = [put(tmp_path, name, CHAT) for name in ("a.json", "b.json")]
    done = run("bom", *paths, "--reproducible", "--graph", tmp_path / "g.duckdb", "-q")
    assert done.code == 0, done.err
    (web,) = (each for each in json.loads(done.out)["components"] if each["name"] == "web")
    listed = [p["value"] for p in web["properties"] if p["name"] == "mlgraph:listed"]
    assert listed == ["a.json#/components/0", "b.json#/components/0"]


def test_environment_of_a_document_is_a_mistake_of_use(tmp_path, run):
    done = run("bom", put(tmp_path, "a.json", CHAT), "--python", ".venv")
    assert done.code == 2
    assert "a bill of materials has none" in done.complaint


def test_what_is_no_document_is_one_line(tmp_path, run):
    done = run("bom", put(tmp_path, "a.json", b"nothing"), "--graph", tmp_path / "g.duckdb", "-q")
    assert done.code != 0
    assert "a.json: no bill of materials" in done.complaint


def test_document_is_scanned_like_a_project(tmp_path, run):
    path = put(tmp_path, "a.json", CHAT)
    done = run("scan", path, "--offline", "-o", tmp_path / "out", "--graph", tmp_path / "g.duckdb")
    assert done.code == 0, done.err
    assert "chat 1.0: 1 document read, as a bill of materials lists it" in done.out
    assert (tmp_path / "out" / "report.html").is_file()
