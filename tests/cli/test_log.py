"""What a run says while it works: timings where they are asked for, JSON lines for machines, words for a shell."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Run, Spawn, finished


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_verbose_tells_how_long_each_source_took(run: Run, shop: Path) -> None:
    told = run("scan", shop, "-v").err.splitlines()
    pattern = r"mlgraph: (\S+): 1 document \(0 unchanged\), \d+ assertions in \d+\.\d\d s"
    assert {match[1] for line in told if (match := re.fullmatch(pattern, line))} == {
        "code/2", "requirements/2", "tree/2",
    }  # fmt: skip
    assert re.fullmatch(r"mlgraph: done in \d+\.\d\d s", told[-1])


def test_nothing_is_timed_where_nobody_asked(run: Run, shop: Path) -> None:
    assert run("scan", shop).err == ""


def test_log_as_json_is_an_object_per_line(run: Run, shop: Path) -> None:
    (shop / "broken.toml").symlink_to("/nowhere")
    told = lines(run("scan", shop, "--log", "json").err)
    assert {line["event"] for line in told} == {"step", "warning", "timing", "done"}
    assert all({"time", "level", "event", "text"} <= line.keys() for line in told)
    (warning,) = [line for line in told if line["level"] == "warning"]
    assert "broken.toml" in str(warning["text"])
    sources = {line["source"]: line["documents"] for line in told if line["event"] == "timing"}
    assert sources["requirements/2"] == 1


def test_error_is_logged_in_the_form_that_was_asked_for(run: Run, tmp_path: Path) -> None:
    (told,) = lines(run("scan", tmp_path / "nowhere", "--log", "json").err)
    assert (told["level"], told["event"]) == ("error", "error")


def test_environment_sets_the_form_for_every_command(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLGRAPH_LOG", "json")
    (told,) = lines(run("status").err)
    assert told["level"] == "error"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_completes_commands(spawn: Spawn, shell: str) -> None:
    asked = {
        "_MLGRAPH_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": "mlgraph val",
        "COMP_CWORD": "1",
        "_TYPER_COMPLETE_ARGS": "mlgraph val",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    assert "validate" in finished(spawn(environment=asked)).out


def test_shell_completes_the_sources_of_ingest(spawn: Spawn) -> None:
    asked = {"_MLGRAPH_COMPLETE": "complete_bash", "COMP_WORDS": "mlgraph ingest pro", "COMP_CWORD": "2"}
    assert finished(spawn(environment=asked)).out.split() == ["project"]
