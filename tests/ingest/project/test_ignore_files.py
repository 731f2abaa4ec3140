"""What `.gitignore` and `.mlgraphignore` name is left out and counted, as git would leave it out."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from mlgraph.model.reporter import Reporter
from mlgraph_ingest.project.ignore_files import IgnoreFiles
from mlgraph_ingest.project.tree import Tree, walk

TREE = (
    "app.py", "keep.log", "other.log", "build/lib/x.py", "src/build/y.py", "src/gen_a.py", "src/sub/gen_b.py",
    "data/raw/a.py", "data/clean/b.py", "docs/a b.py", "docs/conf.py", "deep/a/b/c/z.py", "weights/m.safetensors",
)  # fmt: skip


def make(root: Path, files: dict[str, str]) -> Tree:
    for name in TREE:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    for name, text in files.items():
        (root / name).write_text(text)
    return walk(root, report=Reporter())


def names(tree: Tree) -> set[str]:
    return {file.relative for file in tree.files if not file.name.startswith(".")}


RULES = [
    {".gitignore": "*.log\n!keep.log\n/build/\n"},
    {".gitignore": "build\n# app.py\n\n\\#x\n"},
    {".gitignore": "gen_*.py\n", "src/sub/.gitignore": "!gen_b.py\n"},
    {".gitignore": "data/*\n!data/clean/\n"},
    {".gitignore": "data/\n!data/clean/b.py\n"},
    {".gitignore": "**/c\nconf.py\n"},
    {".gitignore": "deep/**/z.py\na\\ b.py\n"},
    {"docs/.gitignore": "*\n!.gitignore\n", ".gitignore": "weights"},
    {".gitignore": "s[qr]c/[!x]en_?.py   \n"},
]


@pytest.mark.parametrize("files", RULES)
def test_files_that_are_read_are_those_that_git_would_keep(tmp_path: Path, files: dict[str, str]) -> None:
    tree = make(tmp_path, files)
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    git = ("git", "-C", str(tmp_path))
    try:
        subprocess.run([*git, "init", "-q"], check=True, env=environment, capture_output=True)
    except FileNotFoundError:
        pytest.skip("git is not installed")
    listing = [*git, "-c", "core.quotePath=false", "ls-files", "--others", "--exclude-standard"]
    kept = subprocess.run(listing, check=True, env=environment, capture_output=True, text=True).stdout.splitlines()
    assert names(tree) == {name for name in kept if not name.rpartition("/")[2].startswith(".")}


def test_what_is_left_out_is_counted_by_the_file_that_names_it(tmp_path: Path) -> None:
    tree = make(tmp_path, {".gitignore": "*.log\nbuild/\n", ".mlgraphignore": "docs\n"})
    assert tree.excluded == {"named in .gitignore": 4, "named in .mlgraphignore": 1}


def test_mlgraphignore_brings_back_what_git_leaves_out(tmp_path: Path) -> None:
    tree = make(tmp_path, {".gitignore": "*.safetensors\n*.log\n", ".mlgraphignore": "!*.safetensors\n"})
    assert "weights/m.safetensors" in names(tree)
    assert "keep.log" not in names(tree)


def test_pattern_that_could_take_forever_is_not_applied_and_said(tmp_path: Path) -> None:
    tree = make(tmp_path, {".gitignore": "*a*a*a*a*a*a*a*a*b\n*.log\n"})
    assert tree.excluded == {"named in .gitignore": 2}
    assert tree.problems == (".gitignore: patterns that cannot be applied: 1 (*a*a*a*a*a*a*a*a*b)",)


@pytest.mark.parametrize("pattern", ["[z-a]", "a\\", "!", "[[:foo:]]", "\x00", "///"])
def test_pattern_that_is_none_leaves_the_others_in_force(pattern: str) -> None:
    rules, _ = IgnoreFiles().with_patterns(".gitignore", "", [pattern, "*.log"])
    assert rules.excluding("a.log", is_folder=False) == ".gitignore"
    assert rules.excluding("a.py", is_folder=False) is None


def test_ignore_file_that_cannot_be_read_is_said_and_excludes_nothing(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_bytes(b"*.py\n\xff\xfe")
    tree = make(tmp_path, {})
    assert "app.py" in names(tree)
    assert len(tree.problems) == 1
    assert ".gitignore" in tree.problems[0]


def test_link_is_no_ignore_file(tmp_path: Path) -> None:
    (tmp_path / "rules").write_text("*.py\n")
    (tmp_path / ".gitignore").symlink_to("rules")
    assert "app.py" in names(make(tmp_path, {}))
