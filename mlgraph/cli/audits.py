"""`mlgraph audit`: have pip-audit ask about the pinned packages of a project."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mlgraph.cli import options
from mlgraph.cli.log import speak
from mlgraph.cli.output import complain, write
from mlgraph.cli.progress import TerminalReporter

EXIT_SOURCE_FAILED = 3


def add_commands(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command()(audit)


def audit(
    target: Annotated[
        Path,
        typer.Argument(metavar="[PATH_OR_BOM]", help="A project's folder or a bill of materials, as it was read."),
    ] = Path(),
    *,
    osv_url: Annotated[
        str | None,
        typer.Option(
            "--osv-url", metavar="URL", help="The service to ask (OSV_URL; default: the one of pip-audit itself)."
        ),
    ] = None,
    graph: options.GraphOption = options.DEFAULT_GRAPH,
    offline: options.OfflineOption = False,
    strict: options.StrictOption = False,
    quiet: options.QuietOption = False,
    verbose: options.VerboseOption = 0,
    log: options.LogOption = None,
) -> None:
    """Ask a service of OSV records about the pinned Python packages of a project that was read, by way of pip-audit.

    Only names and versions leave the machine. What is skipped is listed as not audited, never as free of weaknesses.
    `mlgraph query vulnerabilities` shows what was found.

    Example: mlgraph audit . --osv-url https://osv.example
    """
    from mlgraph.app.audit import audit as run

    speak(log, verbosity=verbose)
    with TerminalReporter(is_quiet=quiet, verbosity=verbose) as report:
        done = run(target, store=options.store_at(graph), osv_url=osv_url, offline=offline, report=report)
    if not quiet:
        if done.not_run is not None:
            write(f"audit: pip-audit was not run: {done.not_run}\n")
        write(
            f"audit: {done.asked:,} packages asked about, {done.audit.audited:,} audited, "
            f"{len(done.audit.not_audited):,} not audited, {len(done.audit.vulnerabilities):,} known vulnerabilities\n"
        )
    if strict and (done.ingested.failed or done.not_run is not None):
        complain("the audit could not be made; --strict was set")
        raise typer.Exit(EXIT_SOURCE_FAILED)
