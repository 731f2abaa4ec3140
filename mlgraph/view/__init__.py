"""The graph as it is seen: one snapshot, at one date, as arrays and as statements."""
