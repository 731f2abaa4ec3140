"""The GitHub Action and the pre-commit hook are well-formed, and say nothing that the command line does not take."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from mlgraph.cli.main import app

ROOT = Path(__file__).resolve().parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / ".github" / "actions" / "check" / "action.yml").read_text())
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
(CHECK,) = [step for step in STEPS if step.get("id") == "check"]


def options_of(command: str) -> set[str]:
    found = vars(typer.main.get_command(app))["commands"][command]
    return {name for param in found.params for name in param.opts}


def test_action_is_composite_and_every_input_has_a_description_and_a_default() -> None:
    assert ACTION["runs"]["using"] == "composite"
    assert [name for name, said in ACTION["inputs"].items() if not said["description"] or "default" not in said] == []
    assert [step for step in STEPS if ("run" in step) == ("uses" in step)] == []
    assert [step for step in STEPS if "run" in step and step["shell"] != "bash"] == []


def test_action_uses_the_inputs_that_it_declares_and_all_of_them() -> None:
    text = (ROOT / ".github" / "actions" / "check" / "action.yml").read_text()
    used = set(re.findall(r"inputs\.([a-z-]+)", text))

    assert used == set(ACTION["inputs"])


def test_no_input_is_put_into_a_script() -> None:
    assert [step["name"] for step in STEPS if "${{" in step.get("run", "")] == []


def test_options_of_the_action_are_options_of_the_command() -> None:
    script = CHECK["run"]
    options = set(re.findall(r"(?<![\w-])(--[a-z][a-z-]+|-o)\b", script))

    assert {"--format", "--policy", "--baseline", "--offline", "-o"} == options
    assert options <= options_of("check")


def test_action_installs_the_repository_that_it_lies_in() -> None:
    (install,) = [step["run"] for step in STEPS if "pip install" in step.get("run", "")]

    for relative in re.findall(r"\$GITHUB_ACTION_PATH/([./a-z]+)", install):
        target = (ROOT / ".github" / "actions" / "check" / relative).resolve()
        assert target in {ROOT, ROOT / "constraints.txt"}


def script(tmp_path: Path, policy: str, path: str = ".") -> subprocess.CompletedProcess[str]:
    """The script of the step that checks, run as the runner would."""
    home = tmp_path / "runner" / "mlgraph" / "bin"
    home.mkdir(parents=True)
    command = home / "mlgraph"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m mlgraph "$@"\n')
    command.chmod(0o755)
    project = tmp_path / "project"
    project.mkdir()
    (project / "load.py").write_text("from transformers import pipeline\npipeline('x', model='acme/tiny')\n")
    (project / "policy.toml").write_text(policy)
    return subprocess.run(
        ["bash", "-e", "-c", CHECK["run"]],
        cwd=project,
        env={
            "PATH": "/usr/bin:/bin",
            "RUNNER_TEMP": str(tmp_path / "runner"),
            "GITHUB_OUTPUT": str(tmp_path / "output"),
            "MLGRAPH_GRAPH": str(tmp_path / "graph.duckdb"),
            "MLGRAPH_CACHE": str(tmp_path / "cache"),
            "CHECK_PATH": path,
            "CHECK_POLICY": "policy.toml",
            "CHECK_BASELINE": "",
            "CHECK_OFFLINE": "true",
            "CHECK_SARIF": "mlgraph.sarif",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_script_of_the_action_tells_a_broken_policy_from_a_wrong_one(tmp_path: Path) -> None:
    result = script(tmp_path, '[rules.unpinned-model]\nlevel = "error"\n')

    assert (result.returncode, (tmp_path / "output").read_text()) == (0, "code=1\n"), result.stderr
    assert (tmp_path / "project" / "mlgraph.sarif").read_text().startswith("{")


def test_script_of_the_action_fails_at_once_for_wrong_use(tmp_path: Path) -> None:
    result = script(tmp_path, "", path="--show-policy")

    assert (result.returncode, (tmp_path / "output").read_text()) == (2, "code=2\n"), result.stderr


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_hook_says_what_pre_commit_asks_for_and_its_options_exist(hook: dict[str, Any]) -> None:
    assert {"id", "name", "entry", "language", "description"} <= hook.keys()
    program, command, *arguments = shlex.split(hook["entry"])

    assert (program, hook["language"], hook["pass_filenames"]) == ("mlgraph", "python", False)
    assert set(arguments) <= options_of(command)


def test_hook_fails_a_commit_that_breaks_the_policy_and_lets_the_next_one_through(tmp_path: Path) -> None:
    (hook,) = HOOKS
    repository = tmp_path / "repository"
    subprocess.run(["git", "init", "--quiet", repository], check=True, timeout=60)
    (repository / ".git" / "hooks").mkdir(exist_ok=True)
    installed = repository / ".git" / "hooks" / "pre-commit"
    entry = hook["entry"].replace("mlgraph ", f"{sys.executable} -m mlgraph ", 1)
    installed.write_text(f"#!/bin/sh\nexec {entry}\n")
    installed.chmod(0o755)
    (repository / "mlgraph-policy.toml").write_text('[rules.unpinned-model]\nlevel = "error"\n')
    code = repository / "load.py"
    code.write_text("from transformers import AutoModel\nAutoModel.from_pretrained('acme/tiny')\n")
    assert commit(repository) == 1

    pinned = "0123456789abcdef0123456789abcdef01234567"
    code.write_text(
        f"from transformers import AutoModel\nAutoModel.from_pretrained('acme/tiny', revision='{pinned}')\n"
    )
    assert commit(repository) == 0


def commit(repository: Path) -> int:
    subprocess.run(["git", "add", "load.py", "mlgraph-policy.toml"], cwd=repository, check=True, timeout=60)
    identity = ["-c", "user.name=a", "-c", "user.email=a@b.example"]
    command = ["git", *identity, "commit", "--quiet", "-m", "x"]
    return subprocess.run(command, cwd=repository, check=False, timeout=120, capture_output=True).returncode
