"""The AI-BOM of an environment: mlgraph against cyclonedx-py, as whole processes, in one run.

Both read the same environment in turn, several times, after one unmeasured run each; times are medians of the wall
clock, memory is the highest peak of the process. It measures and judges nothing, so its exit code is 0 whatever comes out.

    python benchmarks/bom.py [--python VENV] [--runs 5]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement

INSTALLED = ("sphinx", "fastapi[standard]", "flask", "pytest", "hypothesis", "rdflib", "jsonschema[format]", "build")
"""What an environment of its own is made of: pure Python with many dependencies, 50 packages and more in all."""
_SHOWN = 12
"""Differences that are listed; the rest is counted."""


@dataclass(slots=True)
class Contender:
    """One command that writes a document, and what its runs cost."""

    name: str
    command: list[str]
    output: Path
    seconds: list[float] = field(default_factory=list)
    peak_megabytes: float = 0.0
    failure: str | None = None

    def run(self, *, measured: bool) -> None:
        """Run it once as a process of its own."""
        self.output.unlink(missing_ok=True)
        with tempfile.TemporaryFile() as errors:
            begun = time.perf_counter()
            process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=errors)
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - begun
            process.returncode = os.waitstatus_to_exitcode(status)
            errors.seek(0)
            said = errors.read().decode(errors="replace").strip()
        if process.returncode or not self.output.is_file():
            self.failure = f"exit code {process.returncode}: {said[-300:] or 'no words'}"
        elif measured:
            self.seconds.append(seconds)
            unit = 2**20 if sys.platform == "darwin" else 2**10
            self.peak_megabytes = max(self.peak_megabytes, usage.ru_maxrss / unit)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a document says of the packages, by canonical name."""

    versions: dict[str, str | None]
    licenses: frozenset[str]
    """Packages that have any license, in whatever words."""
    spdx: frozenset[str]
    """Packages whose license is an SPDX id or expression."""
    edges: frozenset[tuple[str, str]]


def main() -> None:
    """Measure, compare, print."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        environment = arguments.python or _new_environment(work / "environment")
        installed = {_canonical(found.name): found for found in _distributions(environment)}
        print(f"{len(installed)} packages installed, {arguments.runs} runs each in turn after one to warm up")
        contenders = _contenders(work, environment, sorted(installed), arguments.answers or work / "answers")
        for number in range(arguments.runs + 1):
            for contender in contenders:
                if contender.failure is None:
                    contender.run(measured=number > 0)
        _print_costs(contenders)
        ours, theirs = contenders[0], contenders[1]
        if ours.failure is None and theirs.failure is None:
            _print_comparison(_reading(ours.output), _reading(theirs.output), installed)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", type=Path, metavar="VENV", help="a virtual environment (default: a new one)")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--answers", type=Path, metavar="FOLDER", help="answers of an index that are kept (default: none)"
    )
    return parser.parse_args()


def _new_environment(path: Path) -> Path:
    subprocess.run([sys.executable, "-m", "venv", str(path)], check=True)
    pip = [str(path / "bin" / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", *INSTALLED], check=True)
    return path


def _contenders(work: Path, environment: Path, names: list[str], answers: Path) -> list[Contender]:
    project = work / "project"
    project.mkdir()
    os.environ["MLGRAPH_CACHE"] = str(answers.absolute())
    (project / "requirements.txt").write_text("".join(f"{name}\n" for name in names))
    programs = Path(sys.executable).parent
    ours, theirs, bare = (work / f"{name}.json" for name in ("mlgraph", "peer", "peer-bare"))
    mlgraph = [str(programs / "mlgraph"), "bom", str(project), "--python", str(environment), "--offline"]
    peer = [str(programs / "cyclonedx-py"), "environment", str(environment), "--of", "JSON"]
    return [
        Contender("mlgraph bom", [*mlgraph, "-o", str(ours)], ours),
        Contender("cyclonedx-py environment", [*peer, "-o", str(theirs)], theirs),
        Contender("cyclonedx-py --no-validate", [*peer, "--no-validate", "-o", str(bare)], bare),
    ]


def _print_costs(contenders: list[Contender]) -> None:
    reference = contenders[0]
    print(f"\n{'':28}{'median s':>10}{'min s':>8}{'max s':>8}{'peak MB':>9}{'times ours':>12}")
    for contender in contenders:
        if contender.failure is not None:
            print(f"{contender.name:28}not measured: {contender.failure}")
            continue
        times = contender.seconds
        ours = statistics.median(reference.seconds) if reference.failure is None else None
        ratio = f"{statistics.median(times) / ours:12.2f}" if ours else f"{'-':>12}"
        row = f"{statistics.median(times):10.2f}{min(times):8.2f}{max(times):8.2f}{contender.peak_megabytes:9.0f}"
        print(f"{contender.name:28}{row}{ratio}")


def _print_comparison(ours: Reading, theirs: Reading, installed: dict[str, Distribution]) -> None:
    both = ours.versions.keys() & theirs.versions.keys()
    equal = [name for name in both if ours.versions[name] == theirs.versions[name]]
    print(f"\npackages: {len(ours.versions)} ours, {len(theirs.versions)} theirs, {len(both)} in both")
    print(f"  only ours: {_some(ours.versions.keys() - both)}; only theirs: {_some(theirs.versions.keys() - both)}")
    different = [f"{n} {ours.versions[n]} / {theirs.versions[n]}" for n in both if n not in equal]
    print(f"versions equal: {len(equal)} of {len(both)}; different: {_some(different)}")
    print(f"licenses: any {len(ours.licenses)} ours, {len(theirs.licenses)} theirs", end="; ")
    print(f"SPDX {len(ours.spdx)} ours, {len(theirs.spdx)} theirs")
    print(f"  SPDX only ours: {_some(ours.spdx - theirs.spdx)}; only theirs: {_some(theirs.spdx - ours.spdx)}")
    print(f"edges: {len(ours.edges)} ours, {len(theirs.edges)} theirs, {len(ours.edges & theirs.edges)} in both")
    for title, edges in (("only ours", ours.edges - theirs.edges), ("only theirs", theirs.edges - ours.edges)):
        _print_edges(title, edges, installed)


def _print_edges(title: str, edges: frozenset[tuple[str, str]], installed: dict[str, Distribution]) -> None:
    """The edges that one has alone, by what the metadata of the environment says of them."""
    by_verdict: dict[str, list[str]] = {}
    for source, target in sorted(edges):
        by_verdict.setdefault(_verdict(installed.get(source), target), []).append(f"{source} -> {target}")
    for verdict, listed in sorted(by_verdict.items()):
        print(f"  {title}: {len(listed)} {verdict}: {_some(listed)}")


def _verdict(source: Distribution | None, target: str) -> str:
    """The best reason in Requires-Dist for an edge; markers are evaluated for the interpreter that runs this."""
    if source is None:
        return "from a package that is not installed"
    markers = [r.marker for r in _requirements(source) if _canonical(r.name) == target]
    if not markers:
        return "without a requirement"
    if any(marker is None or marker.evaluate({"extra": ""}) for marker in markers):
        return "required"
    return "required only with an extra" if any("extra" in str(m) for m in markers) else "whose marker is false"


def _requirements(source: Distribution) -> Iterator[Requirement]:
    for text in source.requires or ():
        try:
            yield Requirement(text)
        except InvalidRequirement:
            continue


def _distributions(environment: Path) -> Iterator[Distribution]:
    paths = [str(path) for path in sorted(environment.glob("lib*/python*/site-packages"))]
    return iter(distributions(path=paths))


def _reading(path: Path) -> Reading:
    document: dict[str, Any] = json.loads(path.read_bytes())
    names = {c["bom-ref"]: _canonical(c["name"]) for c in document["components"] if _is_package(c)}
    packages = [c for c in document["components"] if c["bom-ref"] in names]
    licenses = {_canonical(c["name"]) for c in packages if c.get("licenses")}
    spdx = {_canonical(c["name"]) for c in packages if any(_is_spdx(row) for row in c.get("licenses", ()))}
    edges = {
        (names[row["ref"]], names[target])
        for row in document["dependencies"]
        for target in row.get("dependsOn", ())
        if row["ref"] in names and target in names
    }
    versions = {_canonical(c["name"]): c.get("version") for c in packages}
    return Reading(versions, frozenset(licenses), frozenset(spdx), frozenset(edges))


def _is_package(component: dict[str, Any]) -> bool:
    return str(component.get("purl", "")).startswith("pkg:pypi/") or component["type"] == "library"


def _is_spdx(row: dict[str, Any]) -> bool:
    return "expression" in row or "id" in row.get("license", {})


def _canonical(name: str) -> str:
    return "-".join(part for part in name.lower().replace("_", "-").replace(".", "-").split("-") if part)


def _some(names: Iterable[str]) -> str:
    listed = sorted(names)
    more = f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else ""
    return (", ".join(listed[:_SHOWN]) or "none") + more


if __name__ == "__main__":
    main()
