from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from mlgraph.bom.spdx2.ids import spdx_ids

REFS = st.text(max_size=12) | st.sampled_from(["file:a b", "file:a-b", "pkg:pypi/a@1", "\ud800", "", "x" * 300])


def test_id_of_a_purl_is_readable():
    assert spdx_ids(["pkg:pypi/torch@2.4.0"]) == {"pkg:pypi/torch@2.4.0": "SPDXRef-pkg-pypi-torch-2.4.0"}


@given(st.sets(REFS, max_size=8))
def test_ids_are_legal_and_all_different(refs):
    ids = spdx_ids(refs)
    assert len({id_.lower() for id_ in ids.values()}) == len(refs)
    assert all(re.fullmatch(r"SPDXRef-[A-Za-z0-9.-]{1,200}", id_) for id_ in ids.values())


def test_names_that_are_equal_once_spelled_stay_two():
    first, second = spdx_ids(["file:a b", "file:a-b"]).values()
    assert first != second


def test_name_that_looks_like_a_numbered_one_does_not_meet_it():
    numbered = spdx_ids(["file:a b", "file:a-b"])["file:a b"].removeprefix("SPDXRef-")
    ids = spdx_ids(["file:a b", "file:a-b", numbered])
    assert len(set(ids.values())) == 3


def test_id_does_not_depend_on_the_order():
    refs = ["file:a b", "file:a-b", "file:c"]
    assert spdx_ids(refs) == spdx_ids(refs[::-1])
