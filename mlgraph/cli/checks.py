"""`mlgraph check`: the gate of a pipeline."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mlgraph.cli import options
from mlgraph.cli.log import speak
from mlgraph.cli.output import complain, write
from mlgraph.cli.progress import TerminalReporter

if TYPE_CHECKING:
    from mlgraph.app.check import CheckRun

EXIT_BROKEN = 1
EXIT_SOURCE_FAILED = 3


class CheckFormat(StrEnum):
    """How the result of a check is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"
    SARIF = "sarif"
    JUNIT = "junit"


SubjectArgument = Annotated[
    Path, typer.Argument(metavar="PATH", help="The folder of a project, or a bill of materials.")
]
PolicyOption = Annotated[
    Path | None,
    typer.Option(
        "--policy",
        metavar="FILE",
        help="The policy (default: mlgraph-policy.toml in the folder, [tool.mlgraph.policy] of its pyproject.toml, ours).",
    ),
]
BaselineOption = Annotated[
    Path | None,
    typer.Option("--baseline", metavar="FILE", help="An earlier result as JSON: fail only for what it has not."),
]
WriteBaselineOption = Annotated[
    Path | None,
    typer.Option("--write-baseline", metavar="FILE", help="Write the result as JSON, for a later --baseline."),
]
CheckFormatOption = Annotated[CheckFormat, typer.Option("--format", help="How the result is printed.")]
ShowPolicyOption = Annotated[
    bool, typer.Option("--show-policy", help="Print the default policy, to copy from, and check nothing.")
]
DayOption = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="The day to judge waivers for (default: today).")
]


def add_commands(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(check)


def check(
    path: SubjectArgument = Path(),
    policy: PolicyOption = None,
    baseline: BaselineOption = None,
    write_baseline: WriteBaselineOption = None,
    out: options.OutOption = None,
    *,
    form: CheckFormatOption = CheckFormat.TABLE,
    show_policy: ShowPolicyOption = False,
    python: options.PythonOption = None,
    graph: options.GraphOption = options.DEFAULT_GRAPH,
    as_of: DayOption = None,
    offline: options.OfflineOption = False,
    no_hash: options.NoHashOption = False,
    strict: options.StrictOption = False,
    quiet: options.QuietOption = False,
    verbose: options.VerboseOption = 0,
    log: options.LogOption = None,
) -> None:
    """Read a project or a BOM and hold it against a policy; exit 1 if it breaks a rule whose level is error.

    What is waived, with a reason and until a date, and what the baseline has, does not fail it. What could not be judged
    is listed as unknown; the policy says whether that fails.

    Example: mlgraph check . --policy policy.toml --format sarif -o mlgraph.sarif
    """
    from mlgraph.app.check import check as judged
    from mlgraph.app.project import write_file

    if show_policy:
        from mlgraph_queries.policy import default_text

        write(default_text())
        return
    speak(log, verbosity=verbose)
    with TerminalReporter(is_quiet=quiet, verbosity=verbose) as report:
        done = judged(
            path,
            store=options.store_at(graph),
            policy=policy,
            baseline=baseline,
            python=python,
            offline=offline,
            hashes=not no_hash,
            as_of=options.day(as_of),
            report=report,
        )
    if write_baseline is not None:
        write_file(write_baseline, _rendered(done, CheckFormat.JSON, path).encode())
    result = _rendered(done, form, path)
    if out is not None:
        write_file(out, result.encode("utf-8", "backslashreplace"))
    else:
        write(result)
    _exit(done, is_strict=strict)


def _exit(done: CheckRun, *, is_strict: bool) -> None:
    """End with a code of its own where the policy is broken, or else a source failed."""
    if done.checked.fails:
        complain("the policy is broken")
        raise typer.Exit(EXIT_BROKEN)
    if done.ingested.failed and is_strict:
        complain(f"documents that could not be read: {len(done.ingested.failed)}; --strict was set")
        raise typer.Exit(EXIT_SOURCE_FAILED)


def _rendered(run: CheckRun, form: CheckFormat, path: Path) -> str:
    """The result in a form; places in SARIF are relative to the current folder, where the project lies in it."""
    from mlgraph.report import checks, tables
    from mlgraph_queries.policy import as_table

    checked = run.checked
    if form is CheckFormat.TABLE:
        return checks.as_text(checked)
    if form is CheckFormat.JUNIT:
        return checks.as_junit(checked)
    if form is CheckFormat.SARIF:
        from mlgraph import __version__

        folder, now = _folder(path), datetime.now(UTC)
        return checks.as_sarif(checked, tool_version=__version__, folder=folder, manifest=run.manifest, now=now)
    writers = {
        CheckFormat.JSON: tables.as_json,
        CheckFormat.CSV: tables.as_csv,
        CheckFormat.MARKDOWN: tables.as_markdown,
    }
    return writers[form](as_table(checked))


def _folder(path: Path) -> str:
    """The folder of a project, or of a BOM, as seen from the current one; empty: it is that, or lies elsewhere."""
    folder, here = (path if path.is_dir() else path.parent).resolve(), Path.cwd().resolve()
    return folder.relative_to(here).as_posix().removeprefix(".") if folder.is_relative_to(here) else ""
