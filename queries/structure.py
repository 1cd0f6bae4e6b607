"""What every route from raw inputs to a need must pass: its dominators.

The graph of essential inputs runs from technologies that need nothing to the need. A
*dominator* of the need is a technology on every route from the ground to it. Cuts of these routes
are in :mod:`queries.interdiction`. It is about form alone: it knows no shares, and says where
substitution is impossible by design.

References
----------
Lengauer, T. and Tarjan, R. E. (1979), A fast algorithm for finding dominators in a
flowgraph, ACM TOPLAS 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model import Graph, once

if TYPE_CHECKING:
    import networkx as nx

GROUND = "(ground)"


@once
def routes(kg: Graph) -> nx.DiGraph:
    """
    Return the routes of essential inputs, from the ground to every need.

    Variants lead to their family, as alternatives; the ground leads to every technology
    that has no essential input.
    """
    import networkx as nx

    g = nx.DiGraph()
    g.add_nodes_from(kg.technologies)
    g.add_edges_from((r.input_id, r.tech_id) for r in kg.requires if r.essential)
    g.add_edges_from((v.variant_id, v.family_id) for v in kg.variants)
    g.add_edges_from((r.tech_id, r.need_id) for r in kg.relies_on)
    g.add_edges_from((GROUND, t) for t in kg.technologies if g.in_degree(t) == 0)
    return g


@once
def inputs(kg: Graph) -> nx.DiGraph:
    """Return what goes into what, essential or not, up to the needs; no ground."""
    g = routes(kg).copy()
    g.remove_nodes_from([GROUND])
    g.add_nodes_from(kg.needs)
    g.add_edges_from((r.input_id, r.tech_id) for r in kg.requires)
    return g


@once
def dominators(kg: Graph) -> dict[str, tuple[str, ...]]:
    """Return for each need the technologies that every route to it passes, nearest last."""
    import networkx as nx

    g = routes(kg)
    if GROUND not in g:
        return {need_id: () for need_id in kg.needs}
    above = nx.immediate_dominators(g, GROUND)
    found = {}
    for need_id in kg.needs:
        chain, at = [], above.get(need_id)
        while at is not None and at != GROUND:
            chain.append(at)
            at = above[at] if above.get(at) != at else None
        found[need_id] = tuple(reversed(chain))
    return found


def routes_to(kg: Graph, need_id: str) -> list[tuple[str, str]]:
    """Return the edges of the routes that lead to a need."""
    import networkx as nx

    g = routes(kg)
    return list(g.subgraph({need_id, *nx.ancestors(g, need_id)}).edges)
