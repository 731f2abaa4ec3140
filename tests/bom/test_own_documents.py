"""What mlgraph writes, it reads back, and what it writes of that says the same."""

from __future__ import annotations

import pytest

from mlgraph.bom.formats import write
from tests.bom.bills import put, rewritten, statements

OF_DOCUMENT = {"serial_number", "specification", "created_at", "tool"}


@pytest.mark.parametrize("which", ["everything", "published", "using"])
@pytest.mark.parametrize("form", ["cyclonedx", "cyclonedx-xml"])
def test_document_of_ours_that_is_written_again_says_the_same(tmp_path, request, which, form):
    first = put(tmp_path, "first.bom", write(request.getfixturevalue(which), form=form, reproducible=True))
    again = rewritten(first, form=form)
    second = put(tmp_path, "second.bom", again)
    before, after = statements(first), statements(second)
    assert {row for row in before - after if row[1] not in OF_DOCUMENT} == set()
    assert {row for row in after - before if row[1] not in OF_DOCUMENT} == set()
    assert rewritten(second, form=form) == again
