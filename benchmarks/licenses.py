"""How many of the licenses that real documents state are recognized, and which are not.

Run with the folder of corpora: `python benchmarks/licenses.py ../shared/data [--left 20] [--sample 150]`. Counts
distinct texts and how often they occur, corpus by corpus; `--sample` prints so many that were recognized, drawn at
random, to be read by somebody.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from mlgraph_ingest.licenses import NormalizedLicense, normalized, of_card

SEED = 6
_UNSAID = frozenset({"", "noassertion", "none", "unknown", "other", "unspecified", "no license"})
_SPDX2 = re.compile(r'"license(?:Declared|Concluded)":\s*"((?:[^"\\]|\\.){1,5000})"')
_CYCLONEDX = re.compile(r'"license":\s*\{[^{}]*?"(?:id|name)":\s*"((?:[^"\\]|\\.){1,5000})"|"expression":\s*"([^"]+)"')
_OPENNESS = re.compile(r"^ *-? *license: *'?([^'{\n]+)'?$", re.MULTILINE)
_CARD = re.compile(r'"license:([^"]+)"')


def main() -> None:
    """Print the shares, and what is left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--left", type=int, default=20)
    parser.add_argument("--sample", type=int, default=0)
    options = parser.parse_args()
    seen: Counter[str] = Counter()
    for name, texts in corpora(options.data).items():
        told = Counter(text for text in texts if text.strip().lower() not in _UNSAID)
        known = {text: count for text, count in told.items() if _known(name, text)}
        print(
            f"{name}: {len(known):,} of {len(told):,} distinct, {sum(known.values()):,} of {told.total():,} in all",
            f"({sum(known.values()) / max(told.total(), 1):.1%})",
        )
        left = Counter({text: count for text, count in told.items() if text not in known})
        for text, count in left.most_common(options.left):
            print(f"  {count:6,}  {' '.join(text.split())[:100]!r}")
        seen.update(known)
    every = sorted(seen)
    chosen = np.random.default_rng(SEED).permutation(len(every))[: options.sample]
    for text in (every[place] for place in chosen.tolist()):
        found = normalized(text) or of_card(text)
        names = ", ".join(map(str, found.expressions)) if found else ""
        print(f"{names} [{found.rule if found else ''}] <- {' '.join(text.split())[:150]!r}")


def _known(corpus: str, text: str) -> NormalizedLicense | None:
    return of_card(text) if corpus.startswith("hub") else normalized(text)


def corpora(data: Path) -> dict[str, Iterator[str]]:
    """The texts on licenses of each corpus, one for each time that one is stated."""
    return {
        "packages of the index, license": _packages(data, "license"),
        "packages of the index, classifiers": _packages(data, "classifiers"),
        "hub, tags": _found(data / "api-recordings" / "huggingface", "*.json", _CARD),
        "datasets of the Data Provenance Initiative": _provenance(data / "data-provenance"),
        "models of the Model Openness Tool": _found(data / "model-openness" / "models", "*.yml", _OPENNESS),
        "SBOMs in SPDX 2": _boms(data, _SPDX2),
        "SBOMs in CycloneDX": _boms(data, _CYCLONEDX),
    }


def _packages(data: Path, field: str) -> Iterator[str]:
    with gzip.open(data / "pypi-json-8k" / "pypi_json_trimmed.jsonl.gz", "rt") as lines:
        for line in lines:
            info = json.loads(line)["info"]
            if field == "classifiers":
                yield from (c for c in info.get("classifiers") or () if c.startswith("License ::"))
            elif info.get(field):
                yield info[field]


def _provenance(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("data_summaries*/*.json*")):
        content = path.read_bytes()
        found: Any = json.loads(gzip.decompress(content) if path.suffix == ".gz" else content)
        for entry in found.values():
            yield from (str(each["License"]) for each in entry.get("Licenses") or ())


def _boms(data: Path, pattern: re.Pattern[str]) -> Iterator[str]:
    for folder in ("sbom-fixtures", "bom-shelter", "ai-bom-examples", "cyclonedx", "spdx"):
        yield from _found(data / folder, "*.json*", pattern)


def _found(folder: Path, names: str, pattern: re.Pattern[str]) -> Iterator[str]:
    for path in sorted(folder.rglob(names)):
        content = path.read_bytes()
        text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8", "replace")
        for match in pattern.finditer(text):
            plain = next(part for part in match.groups() if part)
            yield json.loads(f'"{plain}"', strict=False) if path.suffix != ".yml" else plain


if __name__ == "__main__":
    main()
