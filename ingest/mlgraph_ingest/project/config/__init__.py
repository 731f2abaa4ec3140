"""What configurations, containers, scripts and model cards name."""
