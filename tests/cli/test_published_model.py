from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run, write_files


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--model", "acme/chat", "."], None),
        (["--model", "acme/chat", "elsewhere"], "--model writes the BOM of a published model"),
        (["--model", "acme/chat", "--python", "venv"], "--model writes the BOM of a published model"),
        (["--model", "a b"], "'a b' is not of the form namespace/name"),
        (["--model", "acme/chat", "-f", "pdf"], "'pdf' is no format"),
    ],
)
def test_wrong_use_is_told_in_one_line(run: Run, arguments: list[str], complaint: str | None) -> None:
    result = run("bom", *arguments)
    assert result.code == 2
    assert result.out == ""
    assert result.complaint.startswith(complaint or "there is no graph")


def test_model_that_a_project_uses_but_nobody_told_of_is_not_known(run: Run, tmp_path: Path) -> None:
    code = 'from transformers import AutoModel\nAutoModel.from_pretrained("acme/chat")\n'
    project = write_files(tmp_path / "shop", {"app.py": code})
    assert run("bom", str(project), "-o", "shop.json").code == 0
    result = run("bom", "--model", "acme/chat")
    assert result.code == 2
    assert result.complaint.startswith("nothing is known of the model acme/chat: the graph holds nothing about it")
