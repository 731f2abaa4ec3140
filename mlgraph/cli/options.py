"""The options that commands share, and what they stand for."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mlgraph.cli.log import LogForm
from mlgraph.model.errors import UsageError

if TYPE_CHECKING:
    from mlgraph.store import Store

DEFAULT_GRAPH = Path(".mlgraph") / "graph.duckdb"


class Format(StrEnum):
    """How a table is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


GraphOption = Annotated[
    Path, typer.Option("--graph", envvar="MLGRAPH_GRAPH", help="The graph file.", show_default=True)
]
FormatOption = Annotated[Format, typer.Option("--format", help="How the answer is printed.")]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="The day to answer for (default: today).")
]
PythonOption = Annotated[
    Path | None,
    typer.Option(
        "--python",
        metavar="VENV",
        help="A virtual environment or interpreter that the project is installed in; it is read, never run.",
    ),
]
DepthOption = Annotated[
    int | None,
    typer.Option(
        "--depth",
        metavar="N",
        min=0,
        help="How far requirements (pypi; default: 0), or base models and training data (huggingface; default: all), are followed.",
    ),
]
AlsoOption = Annotated[
    list[str] | None, typer.Option("-O", "--option", metavar="NAME=VALUE", help="An option of the source.")
]
KeyOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--key",
        metavar="FILE",
        help="A public key (PEM, certificate, JWK) that signatures are checked with; repeatable.",
    ),
]
TrustRootOption = Annotated[
    Path | None,
    typer.Option(
        "--trust-root", metavar="FILE", help="A sigstore trusted_root.json that bundles are checked against, offline."
    ),
]
IdentityOption = Annotated[
    str | None, typer.Option("--identity", metavar="WHO", help="Who is expected to sign, by way of the trust root.")
]
IssuerOption = Annotated[
    str | None, typer.Option("--issuer", metavar="URL", help="Who is expected to vouch for that identity.")
]
OutOption = Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE", help="File to write (default: stdout).")]
SpecOption = Annotated[
    str | None,
    typer.Option(
        "--spec-version",
        metavar="VERSION",
        help="Version of the standard to write: CycloneDX 1.6 (default) or 1.7, SPDX 3.0.1, SPDX 2.3.",
    ),
]
ReproducibleOption = Annotated[
    bool, typer.Option("--reproducible", help="No serial number and no time: equal input gives equal bytes.")
]
OfflineOption = Annotated[
    bool,
    typer.Option(
        "--offline", help="Do not use the network: of packages only what was asked before is known (MLGRAPH_OFFLINE=1)."
    ),
]
NoHashOption = Annotated[
    bool, typer.Option("--no-hash", help="Do not hash weight files, which reads all of them: their headers only.")
]
QuietOption = Annotated[bool, typer.Option("-q", "--quiet", help="No progress and no summary; warnings stay.")]
VerboseOption = Annotated[
    int, typer.Option("-v", "--verbose", count=True, help="Say how long each source took; -vv: every request, too.")
]
LogOption = Annotated[
    LogForm | None,
    typer.Option("--log", help="Form of what is written to stderr: text, or a JSON object per line (MLGRAPH_LOG)."),
]
StrictOption = Annotated[bool, typer.Option("--strict", help="Exit with 3 if anything could not be read.")]


def store_at(graph: Path) -> Store:
    """The store of a graph file."""
    from mlgraph.store import Store

    return Store(graph)


def said(also: list[str] | None, **named: object) -> dict[str, str]:
    """What a source is told: the options that have a name here, and those that `-O` names."""
    told = {name: str(value) for name, value in named.items() if value is not None}
    for text in also or ():
        name, equals, value = text.partition("=")
        if not equals or not name or name in told:
            raise UsageError("--option: write each once, as NAME=VALUE")
        told[name] = value
    return told


def day(text: str | None) -> date | None:
    """The day that --as-of names. Raises UsageError where it is none."""
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError as error:
        raise UsageError(f"--as-of {text!r} is no date; write it as 2026-11-21") from error
