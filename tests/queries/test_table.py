from __future__ import annotations

import math

import pytest

from mlgraph.model.errors import QueryError
from mlgraph_queries.table import Column, Table

NAME, AGE = Column("name", None, "What it is called."), Column("age_days", "days", "How old it is.")


def test_records_name_the_cells_and_keep_unknown_apart_from_zero() -> None:
    table = Table("ages", (NAME, AGE), (("a", 0), ("b", None)))
    assert table.records() == ({"name": "a", "age_days": 0}, {"name": "b", "age_days": None})


def test_row_that_does_not_fit_the_columns_is_refused() -> None:
    with pytest.raises(QueryError, match="row 2 of 'ages' has 1 cells for 2 columns"):
        Table("ages", (NAME, AGE), (("a", 1), ("b",)))


def test_two_columns_of_one_name_are_refused() -> None:
    with pytest.raises(QueryError, match="two columns of one name"):
        Table("ages", (NAME, NAME), ())


@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_number_that_is_none_is_refused(number: float) -> None:
    with pytest.raises(QueryError, match="unknown is None"):
        Table("ages", (NAME, AGE), (("a", number),))
