"""Reads configurations of training, inference and agents: YAML, JSON and TOML files of any tool."""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph.model.assertions import Assertion
from mlgraph_ingest.project.agents.mcp_servers import mcp_assertions
from mlgraph_ingest.project.config.containers import container_mentions
from mlgraph_ingest.project.config.document import documents_of
from mlgraph_ingest.project.config.llama_factory import dataset_mentions
from mlgraph_ingest.project.config.mentions import config_mentions
from mlgraph_ingest.project.config.tree import configuration
from mlgraph_ingest.project.context import Context
from mlgraph_ingest.project.mentions import Teller
from mlgraph_ingest.project.tree import SourceFile


def read_config(file: SourceFile, context: Context) -> Iterator[Assertion]:
    """The models, datasets, hosted services and MCP servers that a configuration names."""
    teller = Teller(file, context.project)
    for root in documents_of(file):
        config = configuration(root, file.relative)
        yield from teller.assertions(config_mentions(config))
        yield from teller.assertions(container_mentions(config))
        yield from teller.assertions(dataset_mentions(config, file, context))
        yield from mcp_assertions(root, file, context.project)
