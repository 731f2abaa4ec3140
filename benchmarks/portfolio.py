"""A portfolio for benchmarks: the bills of materials of many projects, made from a seed, equal in every run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

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
    random = Random(SEED)  # noqa: S311 - a portfolio, no secret
    for number in range(projects):
        path = folder / f"team-{number % 50:02}" / f"app-{number:04}.cdx.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(orjson.dumps(_document(random, number, components)))


def _document(random: Random, number: int, components: int) -> dict[str, object]:
    """A project whose components hang together as a resolver leaves them: most are asked for by one or two others."""
    names = ["everywhere", *(f"package-{n}" for n in _drawn(random, components - 1))]
    if number == 0:
        names[-1] = "once"
    random.shuffle(names)
    refs = [f"pkg:pypi/{name}@{random.randrange(VERSIONS)}.0.0" for name in names]
    asks: dict[str, list[str]] = {ref: [] for ref in refs}
    for place in range(DIRECT, len(refs)):
        for above in {random.randrange(place) for _ in range(random.choice((1, 1, 2)))}:
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


def _drawn(random: Random, count: int) -> list[int]:
    """Packages as projects choose them: a few are in most, most are in a few."""
    chosen: set[int] = set()
    while len(chosen) < count:
        chosen.add(
            min(int(random.paretovariate(0.6) * 20), UNIVERSE - 1)
            if random.random() < 0.7
            else random.randrange(UNIVERSE)
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
