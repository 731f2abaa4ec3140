"""The servers of tools that agents are set up with."""
