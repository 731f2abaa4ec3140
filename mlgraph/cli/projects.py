"""`mlgraph scan`, `mlgraph bom` and `mlgraph ingest`: from a project to a graph, a BOM and a report."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mlgraph.cli import options
from mlgraph.cli.log import speak
from mlgraph.cli.output import complain, write
from mlgraph.cli.progress import TerminalReporter
from mlgraph.model.errors import UsageError

if TYPE_CHECKING:
    from mlgraph.app.ingest import Ingested

EXIT_SOURCE_FAILED = 3
PathArgument = Annotated[Path, typer.Argument(metavar="PATH", help="The project's folder, or a bill of materials.")]
PathsArgument = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[PATH...]", help="The project's folder, or bills of materials of one thing (default: this folder)."
    ),
]
ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="ID",
        help="One published model instead of a project: namespace/name, with @COMMIT for one state of it.",
    ),
]
DocumentFormatOption = Annotated[
    str,
    typer.Option(
        "-f",
        "--format",
        help="Format of the document: cyclonedx, cyclonedx-xml, spdx (3.0.1), spdx2 (2.3) or openvex (verdicts only).",
    ),
]


def _sources(incomplete: str) -> list[str]:
    """The sources whose names begin with what was typed, for a shell's completion."""
    from mlgraph.app.sources import source_names

    return [name for name in source_names() if name.startswith(incomplete)]


SourceArgument = Annotated[
    str,
    typer.Argument(
        metavar="SOURCE",
        help="What to read: project, pypi, huggingface, bom, croissant, osv, vex, catalog, or a source that is added.",
        autocompletion=_sources,
    ),
]
LocatorsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[LOCATOR...]",
        help="Where it is: a folder (project), a package (pypi), a model (huggingface), an id (catalog).",
    ),
]


def add_commands(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (scan, bom, ingest):
        app.command()(command)


def scan(
    path: PathArgument,
    python: options.PythonOption = None,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="Folder for the BOM and the report.")] = Path(
        "mlgraph-out"
    ),
    *,
    graph: options.GraphOption = options.DEFAULT_GRAPH,
    spec_version: options.SpecOption = None,
    reproducible: options.ReproducibleOption = False,
    offline: options.OfflineOption = False,
    no_hash: options.NoHashOption = False,
    strict: options.StrictOption = False,
    quiet: options.QuietOption = False,
    verbose: options.VerboseOption = 0,
    log: options.LogOption = None,
) -> None:
    """Read a project into the graph; write its AI-BOM (aibom.cdx.json, aibom.spdx.json) and report (report.html).

    Nothing of the project is run or imported. A summary is printed. PATH may be a bill of materials of any tool.

    Example: mlgraph scan . --python .venv -o mlgraph-out

    Example: mlgraph scan image.cdx.json -o image-report
    """
    from mlgraph.app import bills, project
    from mlgraph.report.summary import summary

    speak(log, verbosity=verbose)
    store, is_bill = options.store_at(graph), path.is_file()
    _refuse_environment(python, is_bill=is_bill)
    with TerminalReporter(is_quiet=quiet, verbosity=verbose) as report:
        if is_bill:
            found = bills.scan_bill(
                path,
                store=store,
                out=out,
                spec_version=spec_version,
                reproducible=reproducible,
                offline=offline,
                report=report,
            )
        else:
            found = project.scan(
                path,
                store=store,
                out=out,
                python=python,
                spec_version=spec_version,
                reproducible=reproducible,
                offline=offline,
                hashes=not no_hash,
                report=report,
            )
    if not quiet:
        written = [str(file) for file in found.written]
        width = shutil.get_terminal_size().columns
        write(summary(found.inventory, found.findings, written=written, width=width))
    _exit_if_failed(found.ingested, is_strict=strict)


def bom(
    paths: PathsArgument = None,
    python: options.PythonOption = None,
    model: ModelOption = None,
    out: options.OutOption = None,
    *,
    form: DocumentFormatOption = "cyclonedx",
    graph: options.GraphOption = options.DEFAULT_GRAPH,
    spec_version: options.SpecOption = None,
    reproducible: options.ReproducibleOption = False,
    offline: options.OfflineOption = False,
    no_hash: options.NoHashOption = False,
    strict: options.StrictOption = False,
    quiet: options.QuietOption = False,
    verbose: options.VerboseOption = 0,
    log: options.LogOption = None,
) -> None:
    """Read a project into the graph and write only its AI-BOM, or that of one published model.

    A bill of materials of any tool is written again in the format that is asked for; several of one thing become one.

    Example: mlgraph bom . --python .venv -o aibom.cdx.json

    Example: mlgraph bom --model Qwen/Qwen2.5-7B-Instruct -f spdx

    Example: mlgraph bom syft.json trivy.cdx.json -f spdx -o image.spdx.json
    """
    from mlgraph.app import bills, project, published

    named, are_bills = _asked_for(paths or (), python, model)
    speak(log, verbosity=verbose)
    store = options.store_at(graph)
    with TerminalReporter(is_quiet=quiet, verbosity=verbose) as report:
        if are_bills:
            document, ingested = bills.rewrite(
                paths or (), store=store, form=form, spec_version=spec_version, reproducible=reproducible, report=report
            )
        elif model is None:
            document, ingested = project.bom(
                named[0] if named else Path(),
                store=store,
                python=python,
                form=form,
                spec_version=spec_version,
                reproducible=reproducible,
                offline=offline,
                hashes=not no_hash,
                report=report,
            )
        else:
            document, ingested = published.model_bom(
                model,
                store=store,
                form=form,
                spec_version=spec_version,
                reproducible=reproducible,
                offline=offline,
                report=report,
            )
    _put(document, out, ingested, is_strict=strict)


def _put(document: bytes, out: Path | None, ingested: Ingested, *, is_strict: bool) -> None:
    """Write a document into a file, or to stdout where none is named; then end as what was read for it demands."""
    from mlgraph.app.project import write_file

    if out is None:
        write(document.decode())
    else:
        write_file(out, document)
    _exit_if_failed(ingested, is_strict=is_strict)


def ingest(
    source: SourceArgument,
    locators: LocatorsArgument = None,
    python: options.PythonOption = None,
    *,
    depth: options.DepthOption = None,
    also: options.AlsoOption = None,
    graph: options.GraphOption = options.DEFAULT_GRAPH,
    offline: options.OfflineOption = False,
    no_hash: options.NoHashOption = False,
    strict: options.StrictOption = False,
    quiet: options.QuietOption = False,
    verbose: options.VerboseOption = 0,
    log: options.LogOption = None,
) -> None:
    """Read sources into the graph and write nothing else.

    project: what projects declare, have installed and do in their code. LOCATOR is a folder. Options: key=FILE, or
    trust-root=FILE with identity=WHO and issuer=URL, is what the signatures beside weight files are checked with, as are
    those of bills of materials (bom).

    pypi: what the package index that pip is configured with says of packages. LOCATOR is NAME, NAME==VERSION or
    NAME[EXTRA]. Options: index=URL asks another index, environment=python=3.12,platform=linux is what --depth follows
    requirements for.

    huggingface: what the Hugging Face hub says of models and datasets, and of all that they come from. LOCATOR is NS/NAME,
    NS/NAME@REVISION, datasets/NS/NAME, a page or a package URL. --depth is how far they are followed. HF_ENDPOINT and
    HF_TOKEN are honored.

    bom: bills of materials of any tool. LOCATOR is a file, a folder or a pattern. Option: limit=BYTES of a document.

    croissant: descriptions of datasets. LOCATOR is a file.

    osv: what is known of weaknesses. LOCATOR is a file, a folder or an archive (zip, tar.gz) of OSV records, the catalog of
    known exploited ones of CISA, a file of EPSS scores, or a report of pip-audit.

    vex: what somebody found out about weaknesses, in OpenVEX. LOCATOR is a file.

    catalog: what documents say of widely used models, datasets and hosted models; no network is needed. LOCATOR is an id
    such as pkg:huggingface/openai-community/gpt2; without one, all of it is read.

    Example: mlgraph ingest project services/chat services/search

    Example: mlgraph ingest pypi transformers torch==2.4.0 --depth 1

    Example: mlgraph ingest huggingface openai-community/gpt2 datasets/stanfordnlp/imdb
    """
    from mlgraph.app.sources import ingest_source
    from mlgraph.model.request import Request

    said = options.said(also, python=python, depth=depth, hash="no" if no_hash else None)
    speak(log, verbosity=verbose)
    with TerminalReporter(is_quiet=quiet, verbosity=verbose) as report:
        done = ingest_source(
            source, Request(tuple(locators or ()), said), store=options.store_at(graph), offline=offline, report=report
        )
    if not quiet:
        write(f"{source}: {_counted(done)}\n")
    _exit_if_failed(done, is_strict=strict)


def _counted(done: Ingested) -> str:
    """What became of the documents of a run, in numbers."""
    taken = f"{len(done.read)} documents read, {len(done.unchanged)} unchanged"
    return f"{taken}, {len(done.failed)} failed, {len(done.retired)} removed"


def _asked_for(paths: Sequence[Path], python: Path | None, model: str | None) -> tuple[list[Path], bool]:
    """The paths that were given, and whether they are bills of materials. Raises UsageError for what does not go together."""
    named = [path for path in paths if path != Path()]
    are_bills = any(each.is_file() for each in named) or len(paths) > 1
    if model is not None and (named or python is not None):
        raise UsageError("--model writes the BOM of a published model: give neither PATH nor --python with it")
    _refuse_environment(python, is_bill=are_bills)
    return named, are_bills


def _refuse_environment(python: Path | None, *, is_bill: bool) -> None:
    if is_bill and python is not None:
        raise UsageError("--python is the environment of a project; a bill of materials has none")


def _exit_if_failed(ingested: Ingested, *, is_strict: bool) -> None:
    if ingested.failed and is_strict:
        complain(f"documents that could not be read: {len(ingested.failed)}; --strict was set")
        raise typer.Exit(EXIT_SOURCE_FAILED)
