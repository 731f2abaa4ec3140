"""How fast a package index is read into the graph: 500 documents from a server on this machine.

    python benchmarks/pypi.py [--documents DIR_OR_JSONL_GZ]

The documents are those of a folder (one JSON file or .json.gz each), or made here in the shape and size of real ones.
Compared, in the same run: reading the same bytes from disk with orjson alone (the floor), the whole `ingest pypi` with an
empty cache (requests, parsing, writing the graph), without and with the pause between requests that spares public servers
(50 a second), the same again from the cache, and again when nothing has changed.
Figures are medians of whole processes; memory is the peak of the process.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

COUNT = 500
RUNS = 3
NO_PAUSE = {"MLGRAPH_REQUESTS_PER_SECOND": "1000000"}
STEPS = (
    ("spared server", "a", lambda cache: {"MLGRAPH_CACHE": f"{cache}-other"}),
    ("empty cache", "b", lambda cache: {**NO_PAUSE, "MLGRAPH_CACHE": str(cache)}),
    ("from the cache", "c", lambda cache: {"MLGRAPH_CACHE": str(cache)}),
    ("unchanged", "c", lambda cache: {"MLGRAPH_CACHE": str(cache)}),
)
FLOOR = """
import sys, time, orjson
from pathlib import Path
files = sorted(Path(sys.argv[1]).iterdir())
began = time.perf_counter()
for file in files:
    orjson.loads(file.read_bytes())
print(time.perf_counter() - began)
"""


def made(number: int) -> bytes:
    """A document of a package with 60 releases of 8 files each, about as long as the mean of the index's popular ones."""
    name = f"package-{number:04}"

    def file(version: str, kind: int) -> dict[str, object]:
        digest = hashlib.sha256(f"{name}{version}{kind}".encode()).hexdigest()
        return {
            "comment_text": "",
            "digests": {"blake2b_256": digest, "md5": digest[:32], "sha256": digest},
            "filename": f"{name}-{version}-cp31{kind}-cp31{kind}-manylinux_2_28_x86_64.whl",
            "has_sig": False,
            "packagetype": "bdist_wheel",
            "python_version": f"cp31{kind}",
            "requires_python": ">=3.9",
            "size": 1_234_567,
            "upload_time_iso_8601": f"20{10 + number % 15}-0{1 + kind}-11T12:13:14.567890Z",
            "url": f"https://files.example/packages/{digest}/{name}-{version}-{kind}.whl",
            "yanked": False,
            "yanked_reason": None,
        }

    versions = [f"{major}.{minor}.0" for major in range(6) for minor in range(10)]
    info = {
        "name": name,
        "version": versions[-1],
        "summary": "A package that was made to be measured with",
        "license_expression": ("MIT", "Apache-2.0", "BSD-3-Clause")[number % 3],
        "classifiers": [f"Programming Language :: Python :: 3.{minor}" for minor in range(9, 14)],
        "project_urls": {"Source": f"https://github.com/example/{name}", "Documentation": "https://docs.example"},
        "requires_python": ">=3.9",
        "requires_dist": [
            f"package-{(number * 7 + step) % COUNT:04}>={step}.0,<{step + 3}; python_version >= '3.{9 + step % 4}'"
            for step in range(1, 13)
        ],
        "description": "words " * 4_000,
    }
    releases = {version: [file(version, kind) for kind in range(8)] for version in versions}
    said = {"info": info, "releases": releases, "urls": releases[versions[-1]], "vulnerabilities": []}
    return json.dumps(
        {**said, "ownership": {"organization": None, "roles": [{"role": "Owner", "user": "someone"}]}}
    ).encode()


def documents(folder: Path | None) -> dict[str, bytes]:
    """Name -> document, COUNT of them; those of a folder are repeated under other names until they suffice."""
    if folder is None:
        return {f"package-{number:04}": made(number) for number in range(COUNT)}
    read = [
        json.loads(gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes())
        for path in sorted(folder.iterdir())
        if ".json" in path.name
    ]
    real = [said for said in read if isinstance(said, dict) and "info" in said and "releases" in said]
    found = {}
    for number in range(COUNT):
        said = real[number % len(real)]
        name = f"package-{number:04}"
        found[name] = json.dumps({**said, "info": {**said["info"], "name": name}}).encode()
    return found


class Index(BaseHTTPRequestHandler):
    """Answers with the documents, each with an ETag."""

    protocol_version = "HTTP/1.1"
    documents: dict[str, bytes]

    def do_GET(self) -> None:
        """Serve a project document; everything else does not exist."""
        parts = self.path.strip("/").split("/")
        body = self.documents.get(parts[1]) if len(parts) == 3 and parts[0] == "pypi" else None
        tag = f'"{hashlib.sha256(body).hexdigest()}"' if body else ""
        status = 404 if body is None else 304 if self.headers.get("If-None-Match") == tag else 200
        self.send_response(status)
        self.send_header("ETag", tag)
        self.send_header("Content-Length", str(len(body) if body and status == 200 else 0))
        self.end_headers()
        if body and status == 200:
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def run(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Seconds and peak MB of one process."""
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{command[:4]} failed")
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=Path, help="folder with JSON documents of an index")
    found = documents(parser.parse_args().documents)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "documents").mkdir()
        for package, body in found.items():
            (folder / "documents" / f"{package}.json").write_bytes(body)
        Index.documents = found
        server = ThreadingHTTPServer(("127.0.0.1", 0), Index)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        measure(folder, sorted(found), f"http://127.0.0.1:{server.server_address[1]}/simple")
        server.shutdown()
    size = sum(map(len, found.values())) / 1e6
    print(f"\n{len(found)} documents, {size:.0f} MB; medians of {RUNS} runs")


def measure(folder: Path, names: list[str], index: str) -> None:
    """Run everything RUNS times and print a row each."""
    floors, rows = [], {kind: [] for kind, _, _ in STEPS}
    program = str(Path(sys.executable).with_name("mlgraph"))
    for number in range(RUNS):
        spent = subprocess.run(
            [sys.executable, "-c", FLOOR, str(folder / "documents")], capture_output=True, text=True, check=True
        )
        floors.append(float(spent.stdout))
        environment = {**os.environ, "PIP_INDEX_URL": index}
        environment.pop("MLGRAPH_OFFLINE", None)
        for kind, graph, more in STEPS:
            command = [program, "ingest", "pypi", *names, "-q", "--graph", str(folder / f"{graph}{number}.duckdb")]
            rows[kind].append(run(command, {**environment, **more(folder / f"cache{number}")}))
    floor = statistics.median(floors)
    print(f"{'orjson alone':<16}{floor:>8.2f} s {len(names) / floor:>10,.0f} documents/s")
    for kind, measured in rows.items():
        seconds, megabytes = (statistics.median(column) for column in zip(*measured, strict=True))
        rate = f"{len(names) / seconds:>10,.0f} documents/s"
        print(f"{kind:<16}{seconds:>8.2f} s {rate} {seconds / floor:>6.1f} times orjson {megabytes:>6.0f} MB")


if __name__ == "__main__":
    main()
