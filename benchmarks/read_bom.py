"""Reading bills of materials: `mlgraph ingest bom` as a whole process, beside a floor that is measured in the same run.

Generates a document (CycloneDX, unless another form is asked for) of a given number of components and one of a given size (its components of about 1.2 KB, as
scanners of containers write them), and reads each into an empty graph. The floors are processes, too: `orjson.loads` of the
same file, and `Bom.from_json` of cyclonedx-python-lib for the smaller one. It prints seconds of the wall clock, of the
processor, and peak memory; it judges nothing.

    python benchmarks/read_bom.py [--components 5000] [--megabytes 300] [--runs 3] [--form spdx2]
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
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from spdx_documents import FORMS, write_spdx

_ORJSON = "import orjson, pathlib, sys; orjson.loads(pathlib.Path(sys.argv[1]).read_bytes())"
_LIBRARY = """
import json, pathlib, sys, warnings
from cyclonedx.model.bom import Bom
warnings.simplefilter("ignore")
Bom.from_json(json.loads(pathlib.Path(sys.argv[1]).read_bytes()))
"""
_LICENSES = ("MIT", "Apache-2.0", "BSD-3-Clause", "GPL-2.0-or-later", "MPL-2.0")
_REQUIRED = 3
"""Components that each one requires."""


@dataclass(slots=True)
class Contender:
    """A command, and what its runs cost."""

    name: str
    command: list[str]
    graph: Path | None = None
    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    peak_megabytes: float = 0.0
    failure: str | None = None

    def run(self) -> None:
        """Run it once as a process of its own, into an empty graph."""
        if self.graph is not None:
            self.graph.unlink(missing_ok=True)
        begun = time.perf_counter()
        process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        said = process.stderr.read().decode(errors="replace") if process.stderr else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            self.failure = f"exit code {process.returncode}: {said.strip()[-300:]}"
        self.seconds.append(time.perf_counter() - begun)
        self.processor.append(usage.ru_utime + usage.ru_stime)
        unit = 2**20 if sys.platform == "darwin" else 2**10
        self.peak_megabytes = max(self.peak_megabytes, usage.ru_maxrss / unit)


def main() -> None:
    """Generate, read, print."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        is_cyclonedx = arguments.form == "cyclonedx"
        write = _write if is_cyclonedx else partial(write_spdx, form=arguments.form)
        small, large = work / "small.json", work / "large.json"
        count = write(small, components=arguments.components)
        _measure(small, count, work, runs=arguments.runs, with_library=is_cyclonedx)
        if arguments.megabytes:
            count = write(large, size=arguments.megabytes * 10**6)
            _measure(large, count, work, runs=1, with_library=False)


def _measure(document: Path, count: int, work: Path, *, runs: int, with_library: bool) -> None:
    print(f"{count:,} components, {document.stat().st_size / 10**6:.1f} MB")
    graph = work / "graph.mlgraph"
    ours = [sys.executable, "-m", "mlgraph", "ingest", "bom", str(document), "--graph", str(graph)]
    contenders = [
        Contender("mlgraph ingest bom", ours, graph),
        Contender("orjson.loads", [sys.executable, "-c", _ORJSON, str(document)]),
    ]
    if with_library:
        contenders.append(
            Contender("Bom.from_json (cyclonedx-python-lib)", [sys.executable, "-c", _LIBRARY, str(document)])
        )
    for _ in range(runs):
        for contender in contenders:
            contender.run()
    first = statistics.median(contenders[0].seconds)
    for each in contenders:
        seconds, processor = statistics.median(each.seconds), statistics.median(each.processor)
        ratio = f"{first / seconds:.1f} times" if each is not contenders[0] else ""
        figures = f"{seconds:8.2f} s  {processor:8.2f} s of processor  {each.peak_megabytes:8.0f} MB"
        print(f"  {each.name:38} {figures}  {ratio} {each.failure or ''}".rstrip())


def _write(path: Path, *, components: int | None = None, size: int = 0) -> int:
    """Write a document of so many components, or of at least so many bytes; how many components it has."""
    head = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1}
    head |= {"serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79"}
    head["metadata"] = {
        "timestamp": "2026-01-01T00:00:00Z",
        "component": {"type": "container", "name": "image", "version": "1.0", "bom-ref": "root"},
    }
    rows: list[str] = []
    for index, row in enumerate(_components()):
        if (components is not None and index >= components) or (components is None and size <= 0):
            break
        rows.append(json.dumps(row))
        size -= len(rows[-1]) + len(json.dumps(_dependency(index, index + 1 + _REQUIRED))) + 4  # with both commas
    with path.open("w", encoding="utf-8") as stream:
        stream.write(json.dumps(head)[:-1])
        stream.write(', "components": [' + ", ".join(rows) + '], "dependencies": [')
        stream.write(", ".join(json.dumps(row) for row in _dependencies(len(rows))) + "]}")
    return len(rows)


def _components() -> Iterator[dict[str, object]]:
    index = 0
    while True:
        name, version = f"package-{index}", f"1.{index % 50}.{index % 7}"
        yield {
            "bom-ref": _ref(index),
            "type": "library",
            "name": name,
            "version": version,
            "description": f"What the package number {index} does, in a sentence of usual length.",
            "scope": "required",
            "hashes": [
                {"alg": "SHA-256", "content": f"{index:064x}"},
                {"alg": "SHA-1", "content": f"{index:040x}"},
            ],
            "licenses": [{"license": {"id": _LICENSES[index % len(_LICENSES)]}}],
            "cpe": f"cpe:2.3:a:{name}:{name}:{version}:*:*:*:*:*:*:*",
            "purl": f"pkg:pypi/{name}@{version}",
            "externalReferences": [{"type": "website", "url": f"https://example.org/projects/{name}"}],
            "properties": [
                {"name": "scanner:package:foundBy", "value": "python-package-cataloger"},
                {
                    "name": "scanner:location:0:path",
                    "value": f"/usr/lib/python3/dist-packages/{name}-{version}/METADATA",
                },
                {"name": "scanner:location:0:layerID", "value": f"sha256:{index % 9:064x}"},
            ],
        }
        index += 1


def _dependencies(count: int) -> Iterator[dict[str, object]]:
    yield from (_dependency(index, count) for index in range(count))
    yield {"ref": "root", "dependsOn": [_ref(0)] if count else []}


def _dependency(index: int, count: int) -> dict[str, object]:
    return {"ref": _ref(index), "dependsOn": [_ref(i) for i in range(index + 1, min(count, index + 1 + _REQUIRED))]}


def _ref(index: int) -> str:
    return f"pkg:pypi/package-{index}@1.{index % 50}.{index % 7}?package-id={index:016x}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--components", type=int, default=5_000)
    parser.add_argument("--megabytes", type=int, default=300, help="0: only the document of so many components")
    parser.add_argument("--form", default="cyclonedx", choices=("cyclonedx", *FORMS))
    parser.add_argument("--runs", type=int, default=3)
    return parser.parse_args()


if __name__ == "__main__":
    main()
