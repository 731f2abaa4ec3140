"""Weight files: what their headers say. Nothing in them is ever unpickled, run or unpacked to disk."""
