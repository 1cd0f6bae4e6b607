"""Neo4j Browser: the saved questions, and the kit that explains and colours the graph there."""
