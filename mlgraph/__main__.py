"""`python -m mlgraph`."""

from mlgraph.cli.main import main

if __name__ == "__main__":
    main()
