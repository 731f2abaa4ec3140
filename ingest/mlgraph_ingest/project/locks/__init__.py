"""What the locks of a project resolve."""
