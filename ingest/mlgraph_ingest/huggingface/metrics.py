"""What the evaluations of a card say (`model-index`): metrics, and the datasets that they were measured on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mlgraph.model import ids
from mlgraph.model.assertions import JsonValue
from mlgraph_ingest.answers.json_values import Table, table
from mlgraph_ingest.huggingface.ledger import Ledger, plain
from mlgraph_ingest.huggingface.values import Key, Said, entries, number, repository_id, text, words
from mlgraph_ontology.kinds import EdgeKind, PropertyKind

METRICS_LIMIT = 2_000
"""Metrics of one card that are read; benchmarks of embeddings list thousands."""
_FIELD = "model-index"
_VALUE_LIMIT = 200


def read_metrics(card: Said, ledger: Ledger) -> None:
    """The results that a card lists; what is none is a problem of it."""
    count = 0
    for path, result in _results(card, ledger):
        _evaluated_on(card, ledger, path, result)
        for at, metric in entries(result.get("metrics")):
            count += 1
            if count > METRICS_LIMIT:
                continue
            said = _metric(metric, result) if isinstance(metric, dict) else None
            place = card.at(_FIELD, *path, "metrics", *at)
            if said is None:
                ledger.problem(place, "model-index: no metric with a type and a value; it is left out")
            else:
                ledger.fact(PropertyKind.METRIC, {**said}, place, rule=card.rule)
    if count > METRICS_LIMIT:
        ledger.problem(card.at(_FIELD), f"model-index: {count - METRICS_LIMIT:,} more metrics are not listed")


def read_named_metrics(card: Said, ledger: Ledger) -> None:
    """The metrics that a card only names, without a value, as far as no result of it has one."""
    known = {one.value["type"] for one in ledger.values(PropertyKind.METRIC) if isinstance(one.value, dict)}
    for name, place in words(card, "metrics", ledger):
        if name not in known:
            ledger.fact(PropertyKind.METRIC, {"type": name}, place, rule=card.rule)


def _results(card: Said, ledger: Ledger) -> Iterator[tuple[tuple[Key, ...], Table]]:
    for at, model in entries(card.get(_FIELD)):
        if not isinstance(model, dict):
            ledger.problem(card.at(_FIELD, *at), "model-index: no table of results; it is left out")
            continue
        for inner, result in entries(model.get("results")):
            path = (*at, "results", *inner)
            if isinstance(result, dict):
                yield path, result
            else:
                ledger.problem(card.at(_FIELD, *path), "model-index: no result; it is left out")


def _evaluated_on(card: Said, ledger: Ledger, path: tuple[Key, ...], result: Table) -> None:
    """The dataset of a result, where its type is the id of one on the hub, as the field is defined."""
    dataset = table(result, "dataset")
    found = repository_id(dataset.get("type"))
    if found is not None:
        stated = {key: text(dataset.get(key)) for key in ("config", "split", "revision")}
        place = card.at(_FIELD, *path, "dataset", "type")
        ledger.link(EdgeKind.EVALUATED_ON, ids.hub_dataset(found[0]), place, rule=card.rule, **stated)


def _metric(metric: Table, result: Table) -> Mapping[str, JsonValue] | None:
    """One metric; what is not said is left out."""
    kind, value = text(metric.get("type")) or text(metric.get("name")), _value(metric.get("value"))
    if kind is None or value is None:
        return None
    task, dataset = table(result, "task"), table(result, "dataset")
    verified = metric.get("verified")
    said: dict[str, JsonValue] = {
        "type": kind,
        "name": text(metric.get("name")),
        "value": value,
        "task": text(task.get("type")) or text(task.get("name")),
        "dataset": text(dataset.get("type")) or text(dataset.get("name")),
        "config": text(dataset.get("config")),
        "split": text(dataset.get("split")),
        "revision": text(dataset.get("revision")),
        "verified": verified if isinstance(verified, bool) else None,
    }
    return {key: one for key, one in said.items() if one is not None}


def _value(value: object) -> JsonValue:
    known = number(value)
    if known is not None:
        return known
    return plain(value, _VALUE_LIMIT) or None if isinstance(value, str) else None
