"""The one node that says which data the database holds, and since when."""

from __future__ import annotations

from datetime import UTC, datetime

from graph.store.elements import Elements, Properties
from graph.store.ontology import GRAPH


def state(held: Elements) -> Properties:
    """Return the properties of the node that notes a load."""
    return {
        "graph": GRAPH,
        "name": GRAPH,
        "data_version": held.version,
        "loaded_at": datetime.now(UTC),
        "nodes": held.node_count,
        "relations": held.relation_count,
    }
