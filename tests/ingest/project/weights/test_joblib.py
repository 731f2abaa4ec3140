from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable

import pytest

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.weights.pickle_files import UNPACKED_LIMIT
from tests.ingest.project.weights.builders import joblib
from tests.ingest.project.weights.conftest import Read

PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "zlib": zlib.compress,
    "gzip": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "lzma": lambda content: lzma.compress(content, lzma.FORMAT_ALONE),
}
EVIL = b"\x80\x02cposix\nsystem\n."


def test_numbers_between_the_opcodes_are_passed_over(read: Read) -> None:
    header = read("clf.joblib", joblib())
    assert header.format == "joblib"
    assert header.metadata == {"keys": "a"}
    assert header.pickle is not None
    assert header.pickle.verdict == "ordinary"


def test_array_of_objects_is_a_pickle_within_the_pickle(read: Read) -> None:
    scan = read("clf.joblib", joblib("O", 1, EVIL)).pickle
    assert scan is not None
    assert (scan.verdict, scan.callables) == ("dangerous", ("posix.system",))


@pytest.mark.parametrize("packing", PACKINGS)
def test_compressed_file_is_looked_into(read: Read, packing: str) -> None:
    fine, evil = read("a.joblib", PACKINGS[packing](joblib())), read("b.joblib", PACKINGS[packing](EVIL))
    assert fine.format == "joblib"
    assert fine.pickle is not None
    assert evil.pickle is not None
    assert (fine.pickle.verdict, evil.pickle.verdict) == ("ordinary", "dangerous")


def test_beyond_the_limit_only_what_was_looked_at_is_judged(read: Read) -> None:
    much = b"B" + UNPACKED_LIMIT.to_bytes(4, "little") + bytes(UNPACKED_LIMIT)
    evil = read("evil.joblib", zlib.compress(EVIL[:-1] + much, 1))
    assert "what lies behind them was not looked at" in evil.problems[0]
    assert evil.pickle is not None
    assert evil.pickle.verdict == "dangerous"
    assert read("fine.joblib", zlib.compress(b"\x80\x02" + much, 1)).pickle is None


@pytest.mark.parametrize(
    "content",
    [
        zlib.compress(joblib())[:-30],
        b"\x78\x9c" + bytes(50),
        bz2.compress(joblib())[:20],
        lzma.compress(joblib())[:30],
        joblib("f8", 200),
        joblib("nonsense"),
    ],
)
def test_damaged_file_gets_no_verdict(read: Read, content: bytes) -> None:
    with pytest.raises(FormatError, match=r"^x\.joblib: .*no verdict on it"):
        read("x.joblib", content)
