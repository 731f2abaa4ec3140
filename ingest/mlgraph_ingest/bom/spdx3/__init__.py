"""SPDX 3.0 in JSON-LD, with its AI, dataset, licensing and security profiles."""
