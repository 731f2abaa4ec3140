"""What the Python code and the notebooks of a project name: models, datasets and hosted services."""
