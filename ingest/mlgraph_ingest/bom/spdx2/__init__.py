"""SPDX 2.1 to 2.3: one mapping of what its documents say, and a reader for each form that they are written in."""
