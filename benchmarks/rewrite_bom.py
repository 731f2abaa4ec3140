"""Writing a bill of materials again: how long a document of many components takes to read, to write and to validate.

Generates a CycloneDX document of packages, each with a license, a hash, two addresses, a property and up to two requirements,
reads it into an empty graph, and writes what the graph holds in a format, all in this process. It prints seconds of the wall
clock and of the processor; it judges nothing.

    python benchmarks/rewrite_bom.py [--components 5000] [--form cyclonedx]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from mlgraph.app.bills import read_bills, rewrite
from mlgraph.app.validation import validate_file
from mlgraph.store import Store

_LICENSES = ("MIT", "Apache-2.0", "BSD-3-Clause", "ISC")
_T = TypeVar("_T")


def document(count: int) -> dict[str, Any]:
    """A document of so many packages."""
    purls = [f"pkg:npm/%40scope{i % 50}/package-{i}@{i % 9}.{i % 7}.{i}" for i in range(count)]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "root", "name": "app", "version": "1.0"}},
        "components": [component(i, purl) for i, purl in enumerate(purls)],
        "dependencies": [
            {"ref": "root", "dependsOn": purls[-1:]},
            *({"ref": purls[i], "dependsOn": [purls[j] for j in {i // 2, i // 3} - {i}]} for i in range(count)),
        ],
    }


def component(number: int, purl: str) -> dict[str, Any]:
    """One package."""
    return {
        "type": "library",
        "bom-ref": purl,
        "group": f"@scope{number % 50}",
        "name": f"package-{number}",
        "version": purl.rpartition("@")[2],
        "purl": purl,
        "description": f"Package number {number}",
        "scope": "required",
        "hashes": [{"alg": "SHA-512", "content": hashlib.sha512(purl.encode()).hexdigest()}],
        "licenses": [{"license": {"id": _LICENSES[number % len(_LICENSES)]}}],
        "externalReferences": [
            {"type": "vcs", "url": f"https://github.com/acme/package-{number}"},
            {"type": "website", "url": f"https://example.org/p/{number}"},
        ],
        "properties": [{"name": "lister:path", "value": f"node_modules/package-{number}"}],
    }


def timed(name: str, work: Callable[[], _T]) -> _T:
    """Do something and print what it took."""
    wall, processor = time.perf_counter(), time.process_time()
    found = work()
    print(f"{name:<28}{time.perf_counter() - wall:8.2f} s{time.process_time() - processor:8.2f} s of the processor")
    return found


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--components", type=int, default=5000)
    parser.add_argument("--form", default="cyclonedx")
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path, store = Path(folder, "bom.json"), Store(Path(folder, "graph.duckdb"))
        path.write_text(json.dumps(document(said.components)), encoding="utf-8")
        timed("read into the graph", lambda: read_bills([path], store=store))
        written, _ = timed("found unchanged and written", lambda: rewrite([path], store=store, form=said.form))
        out = Path(folder, "out.bom")
        out.write_bytes(written)
        wrong = timed("validated", lambda: validate_file(out))
    print(f"{said.components:,} components, {len(written):,} bytes, {len(wrong):,} violations")


if __name__ == "__main__":
    main()
