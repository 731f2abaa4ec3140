"""`python -m mlgraph`, in whatever folder: what lies there is not imported."""

import sys

if __name__ == "__main__":
    if not sys.flags.safe_path:
        del sys.path[0]  # the current folder, which is somebody else's project
    from mlgraph.cli.main import main

    main()
