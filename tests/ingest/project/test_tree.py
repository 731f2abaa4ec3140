from __future__ import annotations

import os
from pathlib import Path

import pytest

from mlgraph.model.errors import FormatError, SourceError, UsageError
from mlgraph.model.reporter import Reporter
from mlgraph_ingest.project.tree import SourceFile, Tree, check_folder, printable, walk


def _walk(root: Path) -> Tree:
    return walk(root, report=Reporter())


def _names(tree: Tree) -> list[str]:
    return [file.relative for file in tree.files]


def test_files_come_in_a_fixed_order_and_without_what_is_not_the_projects(write):
    root = write(
        {
            "b.py": "",
            "a/z.py": "",
            "a/b/c.py": "",
            ".github/workflows/ci.yml": "",
            ".git/config": "",
            ".secret/x.py": "",
            "__pycache__/x.pyc": "",
            "node_modules/x/x.py": "",
            "app.egg-info/PKG-INFO": "",
            "env/pyvenv.cfg": "",
            "env/lib/x.py": "",
            "build/kept.py": "",
        }
    )
    tree = _walk(root)
    assert _names(tree) == ["b.py", ".github/workflows/ci.yml", "a/z.py", "a/b/c.py", "build/kept.py"]
    assert tree.excluded == {
        "cache": 1,
        "hidden folder": 1,
        "installed packages": 1,
        "metadata of a build": 1,
        "version control": 1,
        "virtual environment": 1,
    }
    assert tree.problems == ()


def test_own_output_changes_nothing(write):
    before = _walk(write({"a.py": ""}))
    after = _walk(write({".mlgraph/graph.duckdb": "x", "mlgraph-out/aibom.cdx.json": "{}"}))
    assert (before.files, before.excluded) == (after.files, after.excluded)


def test_link_that_leaves_the_project_is_a_problem_and_is_not_followed(write, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.py").write_text("")
    root = write({"a.py": ""})
    (root / "folder").symlink_to(outside)
    (root / "file.py").symlink_to(outside / "secret.py")
    (root / "broken.py").symlink_to("nowhere")
    tree = _walk(root)
    assert _names(tree) == ["a.py"]
    assert tree.excluded == {"broken symbolic link": 1, "symbolic link that leaves the project": 2}
    assert len(tree.problems) == 3


def test_loops_of_links_end(write):
    root = write({"a/b/c.py": ""})
    (root / "a" / "b" / "up").symlink_to(root)
    (root / "self").symlink_to("self")
    tree = _walk(root)
    assert _names(tree) == ["a/b/c.py"]
    assert tree.excluded == {"symbolic link that makes a loop": 2}


def test_link_to_a_file_of_the_project_is_a_file_and_to_a_folder_is_counted(write):
    root = write({"blobs/0a": "weights", "a.py": ""})
    (root / "model.safetensors").symlink_to("blobs/0a")
    (root / "again").symlink_to("blobs")
    tree = _walk(root)
    linked = next(file for file in tree.files if file.relative == "model.safetensors")
    assert linked.read_bytes() == b"weights"
    assert tree.excluded == {"symbolic link to a folder of the project": 1}
    assert tree.problems == ()


def test_odd_file_names_are_printable(write):
    root = write({"a.py": ""})
    (root / os.fsdecode(b"new\nline\xff.py")).write_text("")
    assert _names(_walk(root)) == ["a.py", r"new\nline\xff.py"]
    assert printable("\u202eevil") == r"\u202eevil"


def test_what_is_no_regular_file_is_counted_and_never_opened(write):
    root = write({"a.py": ""})
    os.mkfifo(root / "pipe.py")
    tree = _walk(root)
    assert _names(tree) == ["a.py"]
    assert tree.excluded == {"neither file nor folder": 1}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may list every folder")
def test_folder_that_cannot_be_listed_is_a_problem(write):
    root = write({"a.py": "", "closed/b.py": ""})
    (root / "closed").chmod(0)
    tree = _walk(root)
    (root / "closed").chmod(0o700)
    assert _names(tree) == ["a.py"]
    assert "closed" in tree.problems[0]


def test_file_above_the_limit_is_refused_with_its_name(source):
    with pytest.raises(FormatError, match=r"big\.txt.*4 bytes"):
        source(b"12345", "big.txt").read_bytes(limit=4)
    assert source(b"1234", "big.txt").read_bytes(limit=4) == b"1234"


def test_file_that_became_a_link_or_vanished_is_not_read(source, tmp_path):
    file = source(b"x", "a.txt")
    file.path.unlink()
    with pytest.raises(SourceError, match=r"a\.txt"):
        file.read_bytes()
    file.path.symlink_to("/etc/hostname")
    with pytest.raises(SourceError, match=r"a\.txt"):
        file.read_bytes()
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SourceError, match="pipe"):
        SourceFile(tmp_path / "pipe", "pipe", 0).read_bytes()


def test_text_that_is_not_utf8_names_the_line(source):
    with pytest.raises(FormatError, match=r"x\.toml:2: not UTF-8"):
        source(b"a\nb\xff", "x.toml").read_text()
    assert source(b"\xef\xbb\xbfa", "x.toml").read_text() == "a"


def test_missing_folder_is_wrong_use(tmp_path):
    with pytest.raises(UsageError, match="does not exist"):
        check_folder(tmp_path / "nowhere")
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="not a folder"):
        check_folder(tmp_path / "file")
