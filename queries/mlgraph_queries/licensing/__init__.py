"""What licenses ask for, where that arrives, and what is dropped on the way. Never a legal verdict."""

from mlgraph_queries.licensing.carriage import Carried, carried
from mlgraph_queries.licensing.clauses import Terms, clauses_of_expression, terms_of_statements
from mlgraph_queries.licensing.compatibility import Conflict, compatibility_of, conflicts
from mlgraph_queries.licensing.drift import Dropped, license_drift

__all__ = [
    "Carried",
    "Conflict",
    "Dropped",
    "Terms",
    "carried",
    "clauses_of_expression",
    "compatibility_of",
    "conflicts",
    "license_drift",
    "terms_of_statements",
]
