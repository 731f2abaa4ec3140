"""A source that cannot know what to read by itself says so, and does not read nothing in silence."""

from __future__ import annotations

import pytest

from mlgraph.model.errors import UsageError
from mlgraph.model.reporter import Reporter
from mlgraph.model.request import Request
from mlgraph_ingest import croissant, huggingface, project, pypi


class Silent(Reporter):
    def warn(self, text: str) -> None:
        raise AssertionError(text)


@pytest.mark.parametrize("reads", [croissant, huggingface, project, pypi], ids=lambda module: module.__name__)
def test_a_source_that_is_told_nothing_refuses(reads) -> None:
    with pytest.raises(UsageError, match="needs to be told what to"):
        reads.source(Request(locators=()), http=None, report=Silent())
