"""Which nodes to take out: cuts, flows, and the k most critical nodes of a set of routes.

* A *dominator* of a node is on every route from the root to it.
* A *minimum cut* is the least capacity whose loss leaves no route (Ford and Fulkerson); with
  capacities on nodes, each node is split in two.
* The *k most critical* nodes are those whose loss leaves the fewest node-disjoint routes. Greedy
  takes the worst one at a time; enumeration is the check where there are few.

Measures: how many separate routes are left, or how much flow.
Identifies: nodes and small sets of nodes that everything must pass.
Beware: form alone; a route knows no share and no price.

References
----------
Ford, L. R. and Fulkerson, D. R. (1956), Maximal flow through a network; Menger, K. (1927);
Lengauer, T. and Tarjan, R. E. (1979), A fast algorithm for finding dominators in a flowgraph;
Hopcroft, J. and Tarjan, R. (1973), Algorithm 447, for articulation points; Wood, R. K. (1993),
Deterministic network interdiction.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.errors import RequestError

if TYPE_CHECKING:
    import igraph

Edge = tuple[str, str]

_MOST_SETS = 200_000


@dataclass(frozen=True, slots=True)
class Cut:
    """The greatest flow, which is the least cut, and the edges of one such cut."""

    value: float
    cut: tuple[Edge, ...]


def _graph(edges: Iterable[Edge], *, directed: bool = True) -> tuple[igraph.Graph, list[str]]:
    import igraph

    pairs = list(dict.fromkeys((a, b) for a, b in edges))
    names = list(dict.fromkeys(n for pair in pairs for n in pair))
    place = {n: i for i, n in enumerate(names)}
    return (
        igraph.Graph(len(names), [(place[a], place[b]) for a, b in pairs], directed=directed),
        names,
    )


def _ends(names: list[str], source: str, target: str) -> tuple[int, int]:
    for end in (source, target):
        if end not in names:
            raise RequestError(f"no edge touches '{end}'")
    if source == target:
        raise RequestError("source and target are the same node")
    return names.index(source), names.index(target)


def max_flow(capacity: Mapping[Edge, float], source: str, target: str) -> Cut:
    """
    Return the greatest flow between two nodes and a least cut of edges.

    Raises
    ------
    RequestError
        If an end is unknown, both are one, or a capacity is negative.

    Examples
    --------
    >>> max_flow({("s", "a"): 2.0, ("a", "t"): 1.0}, "s", "t")
    Cut(value=1.0, cut=(('a', 't'),))
    """
    if any(not c >= 0 for c in capacity.values()):
        raise RequestError("a capacity is negative or not a number")
    g, names = _graph(capacity)
    start, end = _ends(names, source, target)
    found = g.mincut(start, end, capacity=list(capacity.values()))
    pairs = list(capacity)
    return Cut(float(found.value), tuple(sorted(pairs[e] for e in found.cut)))


def min_node_cut(
    edges: Iterable[Edge],
    source: str,
    target: str,
    *,
    capacity: Mapping[str, float] | None = None,
) -> tuple[float, tuple[str, ...]]:
    """
    Return the capacity and the nodes of the cheapest set without which no route is left.

    Parameters
    ----------
    capacity
        What it costs to lose each node, for example how easily it is substituted; nodes
        that are not in it cannot be cut. If left out, every node costs 1.
    """
    links = list(edges)
    if capacity is None:
        capacity = {n: 1.0 for pair in links for n in pair}
    most = 1.0 + sum(c for c in capacity.values() if math.isfinite(c))
    place = {n: i for i, n in enumerate(dict.fromkeys(n for pair in links for n in pair))}
    _ends(list(place), source, target)
    # Node i is split in two, "i<" where routes enter it and "i>" where they leave.
    pairs = {(f"{place[a]}>", f"{place[b]}<"): most for a, b in links}
    for name, i in place.items():
        cost = most if name in (source, target) else capacity.get(name, most)
        pairs[f"{i}<", f"{i}>"] = min(cost, most)
    found = max_flow(pairs, f"{place[source]}>", f"{place[target]}<")
    if found.value >= most:
        raise RequestError(
            f"no set of nodes that can be cut separates '{source}' from '{target}'"
        )
    names = list(place)
    return found.value, tuple(sorted(names[int(a[:-1])] for a, _ in found.cut))


def disjoint_paths(edges: Iterable[Edge], source: str, target: str) -> int:
    """Return how many routes share no node but their ends (Menger)."""
    g, names = _graph(edges)
    if source not in names or target not in names:
        return 0
    start, end = _ends(names, source, target)
    direct = g.get_eid(start, end, error=False)
    if direct >= 0:
        g.delete_edges([direct])
    return int(g.vertex_connectivity(start, end, checks=False)) + int(direct >= 0)


def _left(edges: list[Edge], gone: tuple[str, ...], source: str, target: str) -> int:
    kept = [(a, b) for a, b in edges if a not in gone and b not in gone]
    return disjoint_paths(kept, source, target) if kept else 0


def most_critical(
    edges: Iterable[Edge], source: str, target: str, *, k: int
) -> tuple[int, list[tuple[str, ...]]]:
    """
    Return the fewest routes that losing k nodes leaves, and every set that does so.

    Raises
    ------
    RequestError
        If there are fewer than k nodes between, or more than 200,000 sets to try: take
        :func:`most_critical_greedy` then.
    """
    pairs = list(edges)
    _ends(_graph(pairs)[1], source, target)
    between = sorted({n for pair in pairs for n in pair} - {source, target})
    if not 0 < k <= len(between):
        raise RequestError(f"{k} of {len(between)} nodes cannot be taken out")
    if math.comb(len(between), k) > _MOST_SETS:
        raise RequestError(f"too many sets of {k} nodes to try; take the greedy choice")
    left = {s: _left(pairs, s, source, target) for s in itertools.combinations(between, k)}
    fewest = min(left.values())
    return fewest, [s for s, routes in left.items() if routes == fewest]


def most_critical_greedy(
    edges: Iterable[Edge], source: str, target: str, *, k: int
) -> tuple[int, tuple[str, ...]]:
    """Return how many routes are left when the worst node is lost, then the next, k times."""
    pairs = list(edges)
    gone: tuple[str, ...] = ()
    _ends(_graph(pairs)[1], source, target)
    if k < 1:
        raise RequestError(f"{k} nodes cannot be taken out: one at the least")
    for _ in range(k):
        between = sorted({n for pair in pairs for n in pair} - {source, target, *gone})
        if not between:
            break
        gone = (
            *gone,
            min(between, key=lambda n: (_left(pairs, (*gone, n), source, target), n)),
        )
    return _left(pairs, gone, source, target), gone


def immediate_dominators(edges: Iterable[Edge], root: str) -> dict[str, str]:
    """Return for every node that the root reaches the nearest node all its routes pass."""
    g, names = _graph(edges)
    if root not in names:
        raise RequestError(f"no edge touches '{root}'")
    found = g.dominator(names.index(root), mode="out")
    return {names[i]: names[d] for i, d in enumerate(found) if d >= 0}


def articulation_points(edges: Iterable[Edge]) -> set[str]:
    """Return the nodes of an undirected graph without which it falls apart."""
    g, names = _graph(edges, directed=False)
    return {names[i] for i in g.articulation_points()}


def bridges(edges: Iterable[Edge]) -> set[Edge]:
    """Return the edges of an undirected graph without which it falls apart, as first given."""
    first: dict[frozenset[str], Edge] = {}
    for a, b in edges:
        first.setdefault(frozenset((a, b)), (a, b))
    pairs = list(first.values())
    g, _ = _graph(pairs, directed=False)
    return {pairs[e] for e in g.bridges()}
