"""Fixtures that all tests share, and `--no-skips`."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.servers.replay import Replay

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--renew-golden` after an intended change of output; `--no-skips` where leaving tests out must not pass."""
    parser.addoption("--renew-golden", action="store_true", help="write the golden files anew; read them as a diff")
    parser.addoption("--no-skips", action="store_true", help="a test that is skipped fails")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failed one where skips are forbidden; an expected failure stays what it is."""
    report = yield
    if not hasattr(report, "wasxfail"):
        _forbid_skip(item, report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Likewise for a whole module that skips itself."""
    report = yield
    _forbid_skip(collector, report)
    return report


def _forbid_skip(node: pytest.Item | pytest.Collector, report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and node.config.getoption("--no-skips"):
        report.outcome = "failed"
        report.longrepr = f"{node.nodeid} was skipped, which --no-skips forbids: {report.longreprtext}"


@pytest.fixture(autouse=True, scope="session")
def without_network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test asks anybody in the outside world, nor finds what its user once asked for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLGRAPH_OFFLINE", "1")
        patch.setenv("HF_ENDPOINT", "https://hub.invalid")
        patch.setenv("HF_HOME", str(tmp_path_factory.mktemp("hub")))
        patch.setenv("MLGRAPH_CACHE", str(tmp_path_factory.mktemp("answers")))
        yield


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The corpora beside the project; a test that needs them is skipped, visibly, where they are missing."""
    path = Path(os.environ.get("MLGRAPH_SHARED_DATA") or ROOT.parent / "shared" / "data")
    if not path.is_dir():
        pytest.skip(f"no shared data at {path}; MLGRAPH_SHARED_DATA names the folder")
    return path


@pytest.fixture
def replay() -> Iterator[Replay]:
    """A server on this machine that says what the test tells it to."""
    from tests.servers.replay import Replay

    with Replay() as server:
        yield server


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Holds a text against the golden file of a name; `--renew-golden` writes the file instead."""

    def compare(name: str, text: str) -> None:
        path = ROOT / "tests" / "golden" / name
        if request.config.getoption("--renew-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        with path.open(encoding="utf-8", newline="") as file:
            assert text == file.read(), f"{name} differs; where that is meant: pytest --renew-golden"

    return compare
