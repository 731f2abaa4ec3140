"""What has no kind of ours is kept in bounds, without people and secrets."""

from __future__ import annotations

from mlgraph_ingest.bom.raw import LIMIT, counted, plain, unmapped


def test_people_are_counted() -> None:
    said = {
        "author": {"name": "Jo"},
        "contact": [{"name": "A"}, {"email": "b@x.example"}],
        "organization": {"name": "X"},
    }
    assert plain(said) == {
        "author": "(1 named, not kept)", "contact": "(2 named, not kept)", "organization": {"name": "X"},
    }  # fmt: skip
    assert counted("authors", 2).value == {
        "field": "authors", "value": "2 people, whose names are not kept", "is_cut": True,
    }  # fmt: skip


def test_addresses_lose_their_credentials() -> None:
    assert plain(["https://me:secret@x.example/a"]) == ["https://x.example/a"]


def test_long_lists_deep_values_and_large_numbers_are_bounded() -> None:
    deep: object = "x"
    for _ in range(100):
        deep = [deep]
    assert "nested deeper" in str(plain(deep))
    assert plain(list(range(2_005)))[-1] == "... and 5 more"
    assert plain(2**70) == str(2**70)


def test_what_is_too_large_says_its_size() -> None:
    value = unmapped("x", ["y" * 100] * 1_000).value
    assert isinstance(value, dict)
    assert value["is_cut"] is True
    assert str(value["value"]).endswith("bytes of JSON)")
    assert len(str(value["value"])) < LIMIT
