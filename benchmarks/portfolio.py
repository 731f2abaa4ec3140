"""A portfolio for benchmarks: the bills of materials of many projects, made from a seed, equal in every run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import orjson

SEED = 20261125
UNIVERSE = 6_000
"""Packages that there are; the first of them, `everywhere`, is in every project, the last, `once`, in one."""
VERSIONS = 8
"""Versions of each."""
DIRECT = 12
"""Components of each project that it asks for itself."""
_BEGIN = datetime(2024, 1, 1, tzinfo=UTC)


def write_portfolio(folder: Path, projects: int, components: int) -> None:
    """Write one CycloneDX 1.6 document for each project, `projects/team-NN/app-NNNN.cdx.json`."""
    random = np.random.default_rng(SEED)
    for number in range(projects):
        path = folder / f"team-{number % 50:02}" / f"app-{number:04}.cdx.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(orjson.dumps(_document(random, number, components)))


def _document(random: np.random.Generator, number: int, components: int) -> dict[str, object]:
    """A project whose components hang together as a resolver leaves them: most are asked for by one or two others."""
    names = ["everywhere", *(f"package-{n}" for n in _drawn(random, components - 1))]
    if number == 0:
        names[-1] = "once"
    random.shuffle(names)
    refs = [f"pkg:pypi/{name}@{random.integers(VERSIONS)}.0.0" for name in names]
    asks: dict[str, list[str]] = {ref: [] for ref in refs}
    for place in range(DIRECT, len(refs)):
        for above in set(random.integers(place, size=random.choice((1, 1, 2))).tolist()):
            asks[refs[above]].append(refs[place])
    root = {"type": "application", "name": f"app-{number}", "version": "1.0.0", "bom-ref": "root"}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"timestamp": (_BEGIN + timedelta(hours=number)).isoformat(), "component": root},
        "components": [_component(ref) for ref in refs],
        "dependencies": [
            {"ref": "root", "dependsOn": refs[:DIRECT]},
            *({"ref": ref, "dependsOn": sorted(targets)} for ref, targets in asks.items()),
        ],
        "compositions": [{"aggregate": ("complete", "incomplete", "unknown")[number % 3], "assemblies": ["root"]}],
    }


def _drawn(random: np.random.Generator, count: int) -> list[int]:
    """Packages as projects choose them: a few are in most, most are in a few."""
    chosen: set[int] = set()
    while len(chosen) < count:
        chosen.add(
            min(int((random.pareto(0.6) + 1) * 20), UNIVERSE - 1)
            if random.random() < 0.7
            else int(random.integers(UNIVERSE))
        )
    return sorted(chosen)


def _component(ref: str) -> dict[str, object]:
    name, _, version = ref.removeprefix("pkg:pypi/").partition("@")
    return {
        "type": "library",
        "name": name,
        "version": version,
        "bom-ref": ref,
        "purl": ref,
        "scope": "required",
        "licenses": [{"license": {"id": ("MIT", "Apache-2.0", "BSD-3-Clause")[len(name) % 3]}}],
    }
