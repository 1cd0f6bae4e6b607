"""The graph in Neo4j: a server on this machine, the connection, and a load that is all or nothing."""
