"""Questions asked of the graph: measures, answers, and the command line over them."""
