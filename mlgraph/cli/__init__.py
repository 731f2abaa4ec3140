"""The command line: thin doors to the functions of `mlgraph.app`."""
