"""A knowledge graph of supply-chain control points: its ontology, names and records."""

from graph.errors import (
    ControlPointError,
    ConvergenceError,
    DataError,
    Fault,
    NotFound,
    RequestError,
    StoreError,
)
from graph.model import TAIWAN, US, Figure, Graph, Node
from graph.names import fold

__all__ = [
    "TAIWAN",
    "US",
    "ControlPointError",
    "ConvergenceError",
    "DataError",
    "Fault",
    "Figure",
    "Graph",
    "Node",
    "NotFound",
    "RequestError",
    "StoreError",
    "fold",
]
