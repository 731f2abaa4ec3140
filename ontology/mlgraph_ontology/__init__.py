"""What things mean: the ontology (`mlgraph.ttl`), its shapes and context, and the Python names of its kinds."""
