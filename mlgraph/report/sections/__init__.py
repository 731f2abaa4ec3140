"""The chapters of the report: each module turns an inventory into what one template shows.

To add one: a function from Material to Section, a template of the section's key in `templates/sections/`, a place in
the order of `mlgraph.report.html.CHAPTERS`.
"""
