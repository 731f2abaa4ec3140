"""Documents of what a project is made of, in the formats that others read."""
