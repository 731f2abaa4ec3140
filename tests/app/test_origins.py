"""From the files of a project to its BOM: where each package comes from."""

from __future__ import annotations

import json
from pathlib import Path

from mlgraph.store import Store
from tests.app.conftest import Ingest, bom_bytes, install, metadata, write_files

COMMIT = "0123456789abcdef0123456789abcdef01234567"
FILES = {
    "pyproject.toml": """\
[project]
name = "shop"
version = "1.0"
dependencies = [
  "asked @ git+https://me:hunter2@git.example/acme/asked.git@v1.2#subdirectory=py",
  "archive @ https://files.example/t/hunter2/archive-1.2-py3-none-any.whl",
  "near @ file:///home/hunter2/near",
  "released>=1",
  "checked_out",
]
""",
    "uv.lock": f"""\
version = 1
[[package]]
name = "shop"
version = "1.0"
source = {{ editable = "." }}
dependencies = [{{ name = "released" }}, {{ name = "locked" }}]
[[package]]
name = "released"
version = "1.5"
source = {{ registry = "https://hunter2@idx.example/simple" }}
[[package]]
name = "locked"
version = "0.3"
source = {{ git = "https://git.example/acme/locked.git?rev=main#{COMMIT}" }}
""",
}


def test_each_package_is_told_by_where_it_comes_from(tmp_path: Path, store: Store, ingest: Ingest) -> None:
    python = install(tmp_path / "venv", metadata("checked-out", "3.0"))
    (folder,) = python.rglob("checked*out-3.0.dist-info")
    direct = {"url": "file:///home/hunter2/checked-out", "dir_info": {"editable": True}}
    (folder / "direct_url.json").write_text(json.dumps(direct))
    root = write_files(tmp_path / "shop", FILES)
    ingest(root, python)
    document = bom_bytes(root, store, python)
    components = json.loads(document)["components"]
    assert {component["bom-ref"]: component.get("purl") for component in components} == {
        "local:checked-out@3.0": None,
        "local:near": None,
        "pkg:pypi/archive": "pkg:pypi/archive?download_url=https://files.example/t/***/archive-1.2-py3-none-any.whl",
        "pkg:pypi/asked": "pkg:pypi/asked?vcs_url=git%2Bhttps://git.example/acme/asked.git%40v1.2#py",
        "pkg:pypi/locked@0.3": f"pkg:pypi/locked@0.3?vcs_url=git%2Bhttps://git.example/acme/locked.git%40{COMMIT}",
        "pkg:pypi/released@1.5": "pkg:pypi/released@1.5?repository_url=https://idx.example/simple",
    }
    assert b"hunter2" not in document
