"""One published model, as the graph and the place that publishes it know it."""

from __future__ import annotations

from datetime import date

from mlgraph.app.ingest import Ingested
from mlgraph.model import ids
from mlgraph.model.errors import FormatError, UsageError
from mlgraph.model.ids import NodeId
from mlgraph.model.reporter import Reporter
from mlgraph.store import Store
from mlgraph_ontology.kinds import NodeKind
from mlgraph_queries.entries import Inventory

_HUB = "https://huggingface.co/"


def model_bom(
    model: str,
    *,
    store: Store,
    form: str = "cyclonedx",
    spec_version: str | None = None,
    reproducible: bool = False,
    offline: bool = False,
    report: Reporter | None = None,
) -> tuple[bytes, Ingested]:
    """Write the AI-BOM of a published model, with what it was made from and trained on, in a format.

    The place that publishes it is asked, unless `offline`. Raises UsageError for what names no model, and QueryError
    where nothing is known of it.
    """
    from mlgraph.bom.formats import choose, write

    choose(form, spec_version)  # what is not written is refused before anything is asked
    ingested, inventory = read_model(named_model(model), store=store, offline=offline, report=report)
    return write(inventory, form=form, spec_version=spec_version, reproducible=reproducible), ingested


def read_model(
    model: NodeId, *, store: Store, offline: bool, report: Reporter | None = None
) -> tuple[Ingested, Inventory]:
    """Ask about a published model, look into our catalog, and say what is known of it then."""
    from mlgraph.app.enrichment import consult, enrich_models, named_in

    reporter = report or Reporter()
    asked = enrich_models([model], store=store, offline=offline, report=reporter)
    asked = asked.add(consult([model], store=store, report=reporter))
    inventory = look_at_model(model, store=store)
    behind = consult(named_in(inventory), store=store, report=reporter)
    return asked.add(behind), look_at_model(model, store=store) if behind.read else inventory


def look_at_model(model: NodeId, *, store: Store, as_of: date | None = None) -> Inventory:
    """Say what the graph holds of a published model. Raises QueryError where that is nothing."""
    from mlgraph_queries.model_inventory import model_inventory

    with store.view(as_of) as view:
        return model_inventory(view, model)


def named_model(text: str) -> NodeId:
    """The model that a user names: `namespace/name`, that with `@commit`, its package URL or the address of its page."""
    name = text.strip().removeprefix(_HUB)
    try:
        node = ids.parse(name) if name[:4].lower() == "pkg:" else _of_hub(name)
    except FormatError as error:
        raise UsageError(f"{error}; name a model as namespace/name, with @COMMIT for one state of it") from error
    if node.kind is not NodeKind.MODEL:
        raise UsageError(f"{node} is no model; name one as namespace/name")
    return node


def _of_hub(name: str) -> NodeId:
    repo_id, at, commit = name.partition("@")
    return ids.model(repo_id, commit if at else None)
