"""The report: what was found, in words, tables and figures, and the page that holds them."""
