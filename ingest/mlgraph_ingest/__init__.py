"""Where facts come from: one module per source, each turning what it reads into assertions."""
