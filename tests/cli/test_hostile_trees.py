"""File names, links and odd files of a project stop nothing, leak nothing and are said."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import Run, Spawn, write_files

OUTSIDE = "torch-of-somebody-else"


def everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def names(elsewhere: Path) -> set[str]:
    document = json.loads((elsewhere / "mlgraph-out" / "aibom.cdx.json").read_text())
    return {component["name"] for component in document["components"]}


@pytest.mark.parametrize("name", ["uv.lock", "requirements.txt", "weights.safetensors", "other.py", "pyproject.toml"])
def test_a_link_that_leaves_the_project_is_not_followed(run: Run, shop: Path, elsewhere: Path, name: str) -> None:
    outside = write_files(shop.parent / "outside", {"target": f"{OUTSIDE}==1.0\n"})
    (shop / name).unlink(missing_ok=True)
    (shop / name).symlink_to(outside / "target")

    result = run("scan", shop)

    assert result.code == 0
    assert result.complaint == f"{name}: symbolic link leaves the project; not followed"
    assert OUTSIDE not in result.out + result.err
    assert OUTSIDE.encode() not in everything(elsewhere)


def test_includes_do_not_leave_the_project_either(run: Run, shop: Path, elsewhere: Path) -> None:
    outside = write_files(shop.parent / "outside", {"more.txt": f"{OUTSIDE}==1.0\n"})
    write_files(shop, {"requirements.txt": f"-r ../outside/more.txt\n-c {outside}/more.txt\nrich\n"})
    result = run("scan", shop)
    assert result.code == 0
    assert OUTSIDE.encode() not in everything(elsewhere)
    assert "rich" in names(elsewhere)


def test_loops_broken_links_and_links_to_folders_are_said_and_end(run: Run, shop: Path, elsewhere: Path) -> None:
    (shop / "loop").symlink_to(shop)
    (shop / "self").symlink_to("self")
    (shop / "broken").symlink_to("nowhere")
    (shop / "up").symlink_to("..")
    result = run("scan", shop, "-q")
    assert result.code == 0
    assert [line.split(": ")[1] for line in result.err.splitlines()] == ["broken", "loop", "self", "up"]
    assert {"click", "numpy"} <= names(elsewhere)


def test_what_is_no_file_is_not_opened(run: Run, shop: Path, elsewhere: Path) -> None:
    (shop / "requirements.txt").unlink()
    os.mkfifo(shop / "requirements.txt")
    (shop / "uv.lock").mkdir()
    os.mkfifo(shop / "weights.safetensors")
    assert run("scan", shop, "-q").code == 0
    assert "bert-base-uncased" in names(elsewhere)
    assert not {"click", "numpy", "requests", "weights.safetensors"} & names(elsewhere)


def test_names_with_newlines_and_bytes_that_are_no_text_stay_on_one_line(run: Run, shop: Path, elsewhere: Path) -> None:
    write_files(shop, {"a\nb-requirements.txt": "rich\n!!!\n", "esc\x1b[31m/requirements.txt": "httpx\n"})
    (shop / os.fsdecode(b"\xff.py")).write_text((shop / "app.py").read_text().replace("google-bert/bert-base-", "o/"))

    result = run("scan", shop)

    assert result.code == 0
    assert "\x1b" not in result.out + result.err
    assert {"rich", "httpx", "uncased"} <= names(elsewhere)
    titles = [row["document"] for row in json.loads(run("status", "--format", "json").out)["rows"]]
    assert {"a\\nb-requirements.txt", "esc\\x1b[31m/requirements.txt", "\\xff.py"} <= set(titles)
    table = run("status").out
    assert "\x1b" not in table
    assert "a\\nb-requirements.txt" in table
    for form in ("table", "json", "csv", "markdown"):
        explained = run("explain", "pkg:pypi/rich", "--format", form)
        assert explained.code == 0
        assert "a\nb" not in explained.out


def test_a_project_in_a_folder_of_odd_bytes_is_scanned(spawn: Spawn, tmp_path: Path) -> None:
    from tests.cli.conftest import finished

    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\n dir"))
    write_files(folder, {"requirements.txt": "rich\n"})
    result = finished(spawn("scan", os.fsencode(folder)))
    assert (result.code, result.err) == (0, "")
    assert "\\xff\\n dir" in result.out


def test_a_lock_of_hostile_depth_is_a_failed_document(run: Run, shop: Path, elsewhere: Path) -> None:
    marker = "(" * 5000
    write_files(shop, {"uv.lock": "version = 1\nx = " + "[" * 100_000})
    assert run("scan", shop, "-q").complaint.startswith("uv.lock")
    package = '[[package]]\nname = "{0}"\nversion = "1"\nsource = {{ registry = "https://x.example" }}\n{1}\n'
    needs = f'dependencies = [{{ name = "b", marker = "{marker}" }}]'
    write_files(shop, {"uv.lock": "version = 1\n\n" + package.format("a", needs) + package.format("b", "")})
    result = run("scan", shop, "-q")
    assert (result.code, result.err) == (0, "")
    assert {"a", "b"} <= names(elsewhere)
