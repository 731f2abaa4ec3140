"""What people read: the HTML report, the summary in a terminal, tables in four formats."""
