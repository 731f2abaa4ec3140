"""Errors form one tree, so that a caller can catch as much as it can handle."""

from __future__ import annotations

import inspect

import pytest

from mlgraph.model import errors

TREE = {
    "MlgraphError": "Exception",
    "UsageError": "MlgraphError",
    "FormatError": "MlgraphError",
    "SourceError": "MlgraphError",
    "TransientSourceError": "SourceError",
    "NotFoundError": "SourceError",
    "RefusedError": "SourceError",
    "NotCachedError": "SourceError",
    "StoreError": "MlgraphError",
    "QueryError": "MlgraphError",
}


def test_errors_form_the_documented_tree() -> None:
    found = inspect.getmembers(errors, inspect.isclass)
    assert {name: error.__base__.__name__ for name, error in found} == TREE


@pytest.mark.parametrize("name", TREE)
def test_every_error_says_what_it_means_and_carries_its_message(name) -> None:
    error = getattr(errors, name)
    assert error.__doc__
    assert str(error("what failed, on what, what to do")) == "what failed, on what, what to do"


@pytest.mark.parametrize("name", ["TransientSourceError", "NotFoundError", "RefusedError", "NotCachedError"])
def test_a_source_that_fails_is_caught_as_one(name) -> None:
    with pytest.raises(errors.SourceError):
        raise getattr(errors, name)("no answer")


def test_a_broken_document_is_no_broken_source() -> None:
    assert not issubclass(errors.FormatError, errors.SourceError)
