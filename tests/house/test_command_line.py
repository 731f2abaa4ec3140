"""The command line helps, quickly."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
import typer

from mlgraph.cli.main import app

HEAVY = ("duckdb", "arro3", "numpy", "networkx", "cyclonedx", "jinja2", "rich", "jsonschema_rs", "packageurl")
HELP_AND_MODULES = """
import json, sys
sys.argv = ["mlgraph", "--help"]
from mlgraph.cli.main import main
try:
    code = main()
except SystemExit as stop:
    code = stop.code
print(json.dumps([code or 0, sorted({name.partition(".")[0] for name in sys.modules})]))
"""


COMMANDS = sorted(vars(typer.main.get_command(app))["commands"])


def mlgraph(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from mlgraph.cli.main import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command_has_an_example_of_it(command: str) -> None:
    result = mlgraph(command, "--help")

    assert result.returncode == 0, result.stderr
    assert f"mlgraph {command} " in result.stdout.partition("Example")[2]


def test_help_names_every_command_and_has_an_example() -> None:
    result = mlgraph("--help")

    assert result.returncode == 0, result.stderr
    assert [command for command in COMMANDS if f"  {command} " not in result.stdout] == []
    assert "mlgraph " in result.stdout.partition("Example")[2]


def test_help_imports_nothing_heavy() -> None:
    result = subprocess.run(
        [sys.executable, "-c", HELP_AND_MODULES], capture_output=True, text=True, timeout=60, check=True
    )
    code, modules = json.loads(result.stdout.splitlines()[-1])

    assert code == 0
    assert "typer" in modules
    assert sorted(set(HEAVY) & set(modules)) == []


def test_importing_the_library_imports_nothing_heavy() -> None:
    script = "import json, sys, mlgraph; print(json.dumps(sorted({n.partition('.')[0] for n in sys.modules})))"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)

    assert sorted({*HEAVY, "typer"} & set(json.loads(result.stdout))) == []


def test_wrong_use_is_exit_code_2_and_says_so_on_standard_error() -> None:
    result = mlgraph("no-such-command")

    assert result.returncode == 2
    assert result.stdout == ""
    assert "no-such-command" in result.stderr
