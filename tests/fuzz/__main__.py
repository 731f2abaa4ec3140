"""`python -m tests.fuzz --seconds N [--seed S] [READER...]`: fuzz readers, one after the other."""

from __future__ import annotations

import argparse
import sys

from tests.fuzz.engine import ROOT, fuzz, told
from tests.fuzz.targets import TARGETS


def main() -> int:
    """Share the seconds among the readers; 1 where one of them broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("readers", nargs="*", metavar="READER", help=f"of: {', '.join(TARGETS)} (default: all)")
    parser.add_argument("--seconds", type=float, default=60, help="in all (default: 60)")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other mutants (default: 1)")
    said = parser.parse_args()
    unknown = [name for name in said.readers if name not in TARGETS]
    if unknown:
        parser.error(f"there is no reader {unknown[0]!r}; there is: {', '.join(TARGETS)}")
    names = said.readers or list(TARGETS)
    failed = 0
    for name in names:
        outcome = fuzz(
            TARGETS[name], seconds=said.seconds / len(names), seed=said.seed, keep=ROOT / "regressions" / name
        )
        sys.stdout.write(told(name, outcome))
        sys.stdout.flush()
        failed += len(outcome.failures)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
