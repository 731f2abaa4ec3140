"""What we ask of the graph: every question is a function of a GraphView."""
