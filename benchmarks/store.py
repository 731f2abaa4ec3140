"""The store at the size of an ecosystem: 1 million nodes and 5 million edges, each with evidence.

Three ways are measured in one run: the bulk path (Arrow tables), an iterator of assertions, and the view of all edges
as arrays. The floor beside them is DuckDB alone, loading the same columns into a bare table of strings and reading
three integer columns back. Memory is the peak of the process that did it, each in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from arro3.core import Array, DataType, Table

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Document, Evidence, edge, fact
from mlgraph.store import Store
from mlgraph.store.batches import BATCH_ROWS, TEXT_COLUMNS
from mlgraph_ontology.kinds import EdgeKind, Method, NodeKind, PropertyKind, Scope

SEED = 20261121


def links(nodes: int, edges: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Sources spread evenly, targets with the long tail of a package index (Pareto)."""
    random = np.random.default_rng(SEED)
    source = random.integers(0, nodes, edges)
    target = np.minimum(random.pareto(0.6, edges) * nodes / 200, nodes - 1).astype(np.int64)
    return source, target


def document() -> Document:
    """The one document that all of it is read in."""
    return Document("bench:index", "index", "bench/1", "1", datetime(2026, 11, 1, tzinfo=UTC), "bench")


def assertions(nodes: int, edges: int) -> Iterator[Assertion]:
    """A name for each node, then the edges, every one with its own place in the document."""
    names = [ids.package(f"package-{number}") for number in range(nodes)]
    for number, node in enumerate(names):
        evidence = Evidence(f"#/{number}", Method.DECLARED, "index")
        yield fact(node, PropertyKind.NAME, f"package-{number}", evidence)
    source, target = links(nodes, edges)
    for number, (a, b) in enumerate(zip(source.tolist(), target.tolist(), strict=True)):
        evidence = Evidence(f"#/{a}/{number}", Method.DECLARED, "index")
        yield edge(names[a], EdgeKind.DEPENDS_ON, names[b], evidence, scope=Scope.RUNTIME)


def tables(nodes: int, edges: int) -> Iterator[Table]:
    """The same as Arrow tables, made column by column."""
    keys = [f"pkg:pypi/package-{number}" for number in range(nodes)]
    source, target = links(nodes, edges)

    def table(columns: dict[str, list[str | None]], rows: int) -> Table:
        text = [Array(columns.get(name, [None] * rows), type=DataType.utf8()) for name in TEXT_COLUMNS]
        none = Array([None] * rows, type=DataType.float32())
        return Table.from_arrays([*text, none], names=[*TEXT_COLUMNS, "confidence"])

    def same(rows: int) -> dict[str, list[str | None]]:
        return {"method": [Method.DECLARED] * rows, "rule": ["index"] * rows, "subject_kind": [NodeKind.PACKAGE] * rows}

    for start in range(0, nodes, BATCH_ROWS):
        part = range(start, min(start + BATCH_ROWS, nodes))
        columns = same(len(part)) | {
            "subject": [keys[n] for n in part],
            "predicate": [PropertyKind.NAME] * len(part),
            "value": [f'"package-{n}"' for n in part],
            "locator": [f"#/{n}" for n in part],
        }
        yield table(columns, len(part))
    for start in range(0, edges, BATCH_ROWS):
        part = range(start, min(start + BATCH_ROWS, edges))
        a, b = source[part.start : part.stop].tolist(), target[part.start : part.stop].tolist()
        columns = same(len(part)) | {
            "subject": [keys[n] for n in a],
            "predicate": [EdgeKind.DEPENDS_ON] * len(part),
            "object_kind": [NodeKind.PACKAGE] * len(part),
            "object": [keys[n] for n in b],
            "qualifiers": ['{"scope":"runtime"}'] * len(part),
            "locator": [f"#/{n}/{m}" for n, m in zip(a, part, strict=True)],
        }
        yield table(columns, len(part))


def bulk(path: Path, nodes: int, edges: int) -> dict[str, float]:
    """Write by Arrow tables; the time to make the tables is measured apart and left out."""
    made = 0.0

    def timed() -> Iterator[Table]:
        nonlocal made
        stream = tables(nodes, edges)
        while True:
            before = time.perf_counter()
            item = next(stream, None)
            made += time.perf_counter() - before
            if item is None:
                return
            yield item

    start = time.perf_counter()
    with Store(path).writing() as writer:
        writer.write_batches(document(), timed())
    total = time.perf_counter() - start
    return {"seconds": total - made, "making the tables": made, "file MB": path.stat().st_size / 1e6}


def iterator(path: Path, nodes: int, edges: int) -> dict[str, float]:
    """Write an iterator of assertions, the making of the assertions included."""
    start = time.perf_counter()
    with Store(path).writing() as writer:
        writer.write(document(), assertions(nodes, edges))
    return {"seconds": time.perf_counter() - start, "file MB": path.stat().st_size / 1e6}


def view(path: Path, _nodes: int, _edges: int) -> dict[str, float]:
    """Show all edges as of a day as arrays."""
    start = time.perf_counter()
    with Store(path).view() as graph:
        edges = graph.edges
        taken = time.perf_counter() - start
        return {"seconds": taken, "nodes": len(graph.nodes), "edges": len(edges.source)}


def floor_write(path: Path, nodes: int, edges: int) -> dict[str, float]:
    """DuckDB alone: the same tables into one bare table of strings."""
    import duckdb

    connection = duckdb.connect(str(path))
    taken = 0.0
    for number, batch in enumerate(tables(nodes, edges)):
        before = time.perf_counter()
        connection.register("batch", batch)
        connection.execute("CREATE TABLE bare AS FROM batch" if number == 0 else "INSERT INTO bare FROM batch")
        taken += time.perf_counter() - before
    before = time.perf_counter()
    connection.close()
    return {"seconds": taken + time.perf_counter() - before, "file MB": path.stat().st_size / 1e6}


def floor_view(path: Path, _nodes: int, _edges: int) -> dict[str, float]:
    """DuckDB alone: two integer columns and one of text, unfiltered."""
    import duckdb

    start = time.perf_counter()
    connection = duckdb.connect(str(path), read_only=True)
    connection.execute("SELECT subject, object, predicate = 'depends_on' FROM assertion").fetchnumpy()
    return {"seconds": time.perf_counter() - start}


def apart(work: Callable[[Path, int, int], dict[str, float]], path: Path, nodes: int, edges: int) -> dict[str, float]:
    """Run in a process of its own, so that its peak memory is its own."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=context) as pool:
        return pool.submit(_measured, work, path, nodes, edges).result()


def _measured(work: Callable[..., dict[str, float]], path: Path, nodes: int, edges: int) -> dict[str, float]:
    figures = work(path, nodes, edges)
    return figures | {"peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def main() -> None:
    """Run all and print the figures, the ratios last."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=1_000_000)
    parser.add_argument("--edges", type=int, default=5_000_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mlgraph-bench-") as folder:
        place = Path(folder)
        results = {}
        for name, work, file in (
            ("floor: DuckDB alone, write", floor_write, "floor.duckdb"),
            ("bulk path", bulk, "bulk.duckdb"),
            ("iterator of assertions", iterator, "iterator.duckdb"),
            ("view of all edges as arrays", view, "bulk.duckdb"),
            ("floor: DuckDB alone, read", floor_view, "bulk.duckdb"),
        ):
            results[name] = apart(work, place / file, options.nodes, options.edges)
            print(f"{name}: {json.dumps({key: round(value, 2) for key, value in results[name].items()})}", flush=True)
    seconds = {name: figures["seconds"] for name, figures in results.items()}
    print(f"bulk / floor: {seconds['bulk path'] / seconds['floor: DuckDB alone, write']:.2f}")
    print(f"iterator / floor: {seconds['iterator of assertions'] / seconds['floor: DuckDB alone, write']:.2f}")
    print(f"view / floor: {seconds['view of all edges as arrays'] / seconds['floor: DuckDB alone, read']:.2f}")


if __name__ == "__main__":
    main()
