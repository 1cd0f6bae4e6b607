"""From files to a checked graph: nothing skipped in silence, nothing half-loaded."""

from loaders.folder import inspect, load, load_any

__all__ = ["inspect", "load", "load_any"]
