"""What is installed in an environment."""
