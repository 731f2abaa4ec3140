"""Which license a text means: SPDX ids, names, classifiers, whole texts, addresses and ids of the Hugging Face hub."""

from mlgraph_ingest.licenses.cards import of_card
from mlgraph_ingest.licenses.normalized import NormalizedLicense, Rule, normalized

__all__ = ["NormalizedLicense", "Rule", "normalized", "of_card"]
