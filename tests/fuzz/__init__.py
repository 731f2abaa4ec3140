"""Fuzzing of the readers of foreign documents: `python -m tests.fuzz --seconds 60` from the project's root.

Every reader in `targets.TARGETS` is handed mutants of the documents in `corpus/READER/`: the same seed gives the same
mutants on the same machine. A reader may refuse a document with an error of ours; anything else that it raises, a run
of more than `engine.SECONDS`, or more memory than `engine.MEGABYTES`, is a failure, and the document is written to
`regressions/READER/`, which `test_corpus.py` replays.
"""
