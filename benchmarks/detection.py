"""How much of what labeled projects use mlgraph finds: precision, recall and F1 by kind.

    python benchmarks/detection.py LABELS... [--format json]
    python benchmarks/detection.py LABELS --project DIR

LABELS is a label file (or a folder with a TRUTH.json) in the project that it labels, or anywhere with --project;
detection_labels.py says what it may hold. Each project is scanned offline in a temporary graph. What is wrong is listed
with the place where it was found, what was missed with the places where its name stands in the project. Totals are micro
averages: over all things, not over projects. References whose value mlgraph does not know are listed apart; they are
neither right nor wrong. It measures and judges nothing: its exit code is 0 whatever comes out, 2 where labels or a
project cannot be read.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from detection_findings import Finding, Findings, find
from detection_labels import Labels, read_labels
from detection_score import Count, Missed, Score, Wrong, score, total, with_groups

from mlgraph.model.errors import MlgraphError

EXIT_UNREADABLE = 2
_PLACES = 3
"""Places that are listed of one thing."""
_SEARCHED_BYTES = 4 * 2**20
"""Files that are larger are not searched for the names of what was missed."""


def main() -> None:
    """Scan, compare, print."""
    arguments = _arguments()
    try:
        labeled = [read_labels(path, arguments.project) for path in arguments.labels]
        outcomes = []
        for labels in labeled:
            found = find(labels.project, labels.file)
            outcomes.append((labels, found, score(labels, found)))
    except MlgraphError as error:
        print(f"detection: {error}", file=sys.stderr)
        sys.exit(EXIT_UNREADABLE)
    totals = total(result.counts for _, _, result in outcomes)
    if arguments.format == "json":
        shown = {"projects": [_as_json(*outcome) for outcome in outcomes], "total": _figures(totals)}
        print(json.dumps(shown, indent=2, ensure_ascii=False))
        return
    for outcome in outcomes:
        _print_project(*outcome)
    if len(outcomes) > 1:
        print(f"All {len(outcomes)} projects together")
        _print_counts(totals)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "labels", type=Path, nargs="+", metavar="LABELS", help="label files, or folders with a TRUTH.json"
    )
    parser.add_argument(
        "--project", type=Path, metavar="DIR", help="the labeled project (default: where the labels are)"
    )
    parser.add_argument("--format", choices=("table", "json"), default="table")
    arguments = parser.parse_args()
    if arguments.project is not None and len(arguments.labels) > 1:
        parser.error("--project is one project and takes one label file")
    return arguments


def _print_project(labels: Labels, found: Findings, result: Score) -> None:
    print(f"{labels.name}: {len(found.things)} things found in {found.seconds:.2f} s")
    _print_counts(result.counts)
    _print_list("wrong", (_said_of_wrong(wrong) for wrong in result.wrong))
    judged = {wrong.finding for wrong in result.wrong}
    _print_list("traps under kinds not judged", (_said_of(trap) for trap in result.traps if trap not in judged))
    stands = _places_of(result.missed, labels)
    _print_list("missed", (f"{m.kind}: {m.names[0]}  {_some(stands[m], 'not written out')}" for m in result.missed))
    _print_list("neutral, not counted", (_said_of(finding) for finding in result.neutral))
    _print_list("unresolved references", found.unresolved)
    _print_list("not read", found.problems)
    print()


def _print_counts(counts: dict[str, Count]) -> None:
    print(f"  {'':14}{'right':>6}{'wrong':>7}{'missed':>8}{'precision':>11}{'recall':>9}{'F1':>9}")
    for kind, count in with_groups(counts).items():
        shares = f"{_percent(count.precision):>11}{_percent(count.recall):>9}{_percent(count.f1):>9}"
        print(f"  {kind:14}{count.right:6}{count.wrong:7}{count.missed:8}{shares}")


def _print_list(title: str, lines: Iterable[str]) -> None:
    listed = list(lines)
    if listed:
        print(f"  {title} ({len(listed)})")
        for line in listed:
            print(f"    {line}")


def _said_of_wrong(wrong: Wrong) -> str:
    notes = [*(["a trap"] if wrong.is_trap else []), *([f"nearly {wrong.near}"] if wrong.near else [])]
    return _said_of(wrong.finding) + (f"  ({'; '.join(notes)})" if notes else "")


def _said_of(finding: Finding) -> str:
    return f"{finding.kind}: {finding.name}  {_some(finding.places, 'no place')}"


def _some(places: tuple[str, ...], none: str) -> str:
    more = f" and {len(places) - _PLACES} more" if len(places) > _PLACES else ""
    return (", ".join(places[:_PLACES]) or none) + more


def _percent(share: float | None) -> str:
    return "unknown" if share is None else f"{share:.3f}"


def _places_of(missed: list[Missed], labels: Labels) -> dict[Missed, tuple[str, ...]]:
    """Where the names of what was missed stand in the project's files; nowhere, where code puts them together."""
    found = {each: [name for name in each.names if _is_file_of(labels, each, name)] for each in missed}
    for path in _files(labels) if missed else ():
        text = path.read_bytes()
        for each in missed:
            starts = [start for name in each.names if (start := text.find(name.encode())) >= 0]
            if starts:
                line = text.count(b"\n", 0, min(starts)) + 1
                found[each].append(f"{path.relative_to(labels.project).as_posix()}:{line}")
    return {each: tuple(places) for each, places in found.items()}


def _is_file_of(labels: Labels, missed: Missed, name: str) -> bool:
    return missed.kind == "weight_files" and (labels.project / name).is_file()


def _files(labels: Labels) -> Iterator[Path]:
    """The project's files in order, without links, what is large, and what version control keeps for itself."""
    for path in sorted(labels.project.rglob("*")):
        is_own = path.is_file() and not path.is_symlink() and ".git" not in path.relative_to(labels.project).parts
        if is_own and path.stat().st_size <= _SEARCHED_BYTES and not path.samefile(labels.file):
            yield path


def _as_json(labels: Labels, found: Findings, result: Score) -> Mapping[str, Any]:
    stands = _places_of(result.missed, labels)
    return {
        "project": labels.name,
        "seconds": round(found.seconds, 3),
        "kinds": _figures(result.counts),
        "wrong": [_thing(w.finding) | {"trap": w.is_trap, "near": w.near} for w in result.wrong],
        "traps": [_thing(finding) for finding in result.traps],
        "missed": [{"kind": m.kind, "name": m.names[0], "places": stands[m]} for m in result.missed],
        "neutral": [_thing(finding) for finding in result.neutral],
        "unresolved": found.unresolved,
        "problems": found.problems,
    }


def _figures(counts: dict[str, Count]) -> Mapping[str, Any]:
    return {
        kind: {
            "right": count.right,
            "wrong": count.wrong,
            "missed": count.missed,
            "precision": count.precision,
            "recall": count.recall,
            "f1": count.f1,
        }
        for kind, count in with_groups(counts).items()
    }


def _thing(finding: Finding) -> dict[str, Any]:
    return {"kind": finding.kind, "name": finding.name, "places": finding.places}


if __name__ == "__main__":
    main()
