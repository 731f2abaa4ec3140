"""What the manifests of a project declare."""
