"""The use cases, as functions: what the command line and the web page call, and what `import mlgraph` offers."""
