"""The one door to the network: cached, limited, patient, and offline on request."""

from mlgraph.net.door import Door
from mlgraph.net.limits import Limits

__all__ = ["Door", "Limits"]
