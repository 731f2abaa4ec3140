"""CycloneDX documents."""
