"""Position in the graph: degree, PageRank, Katz, eigenvector, hubs, betweenness and kin.

Three views, each a weighted directed graph:

* *technology*: an input leads to what is made of it, with its cost share as weight (filled
  as :func:`queries.cascade.cost_shares` has it), a variant to its family with its market mix;
* *firm*: a supplier leads to its customer, one edge a pair whatever is supplied, weight 1;
* *country*: a leads to b with the sum over all inputs i of technologies t of
  a's share of i x b's share of t x the weight of i in t: how much of b's making rests on a.

Weights are strengths. Where a measure wants lengths (betweenness, closeness), the length is
1 - log(weight / greatest weight): the shortest path is the strongest chain, and of two equally
strong ones that of fewer steps. (Without the 1 a chain of certain links would have no length
and closeness would be infinite.) Computed by igraph, which is
17 to 107 times faster than NetworkX here; results are NetworkX's, and tested to be.

Measures: position, that is by how many and how strong chains pass a node.
Identifies: hubs and bridges of the network of inputs.
Beware: position is not power; it knows neither substitutes nor rights. Never use
betweenness alone: see :mod:`queries.chokepoint` and :mod:`queries.control`.

References
----------
Freeman, L. C. (1977), A set of measures of centrality based on betweenness, Sociometry 40;
Brin, S. and Page, L. (1998), The anatomy of a large-scale hypertextual web search engine;
Katz, L. (1953), A new status index, Psychometrika 18; Bonacich, P. (1972), Factoring and
weighting approaches to clique identification; Kleinberg, J. (1999), Authoritative sources in
a hyperlinked environment, J. ACM 46; Seidman, S. (1983), Network structure and minimum degree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from graph.errors import ConvergenceError, RequestError
from graph.model import Graph
from queries.cascade import Floats, cost_shares
from queries.market import homes, shares

if TYPE_CHECKING:
    import igraph
    import networkx as nx

Edges = Mapping[tuple[str, str], float]


class Of(StrEnum):
    """What the nodes of a view are."""

    TECHNOLOGY = "technology"
    FIRM = "firm"
    COUNTRY = "country"


class Measure(StrEnum):
    """Measures, named as in NetworkX."""

    IN_DEGREE = "in_degree"
    OUT_DEGREE = "out_degree"
    PAGERANK = "pagerank"
    KATZ = "katz"
    EIGENVECTOR = "eigenvector"
    HUBS = "hubs"
    AUTHORITIES = "authorities"
    BETWEENNESS = "betweenness"
    CLOSENESS = "closeness"
    CORE_NUMBER = "core_number"


def view(kg: Graph, of: Of) -> tuple[list[str], Edges]:
    """Return the nodes and weighted edges of a view."""
    if of is Of.TECHNOLOGY:
        return list(kg.technologies), _technologies(kg)
    if of is Of.FIRM:
        pairs = {(s.supplier_id, s.customer_id): 1.0 for s in kg.supplies}
        return sorted({n for pair in pairs for n in pair}), pairs
    edges = _countries(kg)
    return sorted({n for pair in edges for n in pair}), edges


def _technologies(kg: Graph) -> dict[tuple[str, str], float]:
    stated: dict[str, dict[str, float | None]] = defaultdict(dict)
    for r in kg.requires:
        stated[r.tech_id][r.input_id] = r.cost_share
    edges = {
        (part, tech_id): weight
        for tech_id, parts in stated.items()
        for part, weight in cost_shares(parts).items()
    }
    for v in kg.variants:
        edges[v.variant_id, v.family_id] = v.weight
    return {pair: weight for pair, weight in edges.items() if weight > 0}


def _countries(kg: Graph) -> dict[tuple[str, str], float]:
    table, home = shares(kg), homes(kg)
    land = list(kg.countries)
    into = np.zeros((len(home), len(land)))
    into[np.arange(len(home)), [land.index(c) for c in home]] = 1.0
    held = table.matrix @ into
    row = {t: i for i, t in enumerate(table.techs)}
    flow = np.zeros((len(land), len(land)))
    for (part, tech_id), weight in _technologies(kg).items():
        flow += weight * np.outer(held[row[part]], held[row[tech_id]])
    np.fill_diagonal(flow, 0.0)
    return {(land[i], land[j]): float(flow[i, j]) for i, j in np.argwhere(flow > 0)}


def centrality(
    nodes: Sequence[str], edges: Edges, measures: Sequence[Measure] = tuple(Measure)
) -> dict[Measure, dict[str, float]]:
    """
    Compute measures of position on a weighted directed graph.

    Parameters
    ----------
    nodes
        All nodes, also those without an edge.
    edges
        (from, to) to strength, above 0.
    measures
        Which to compute.

    Returns
    -------
    values
        For each measure, a value a node, normalised as NetworkX normalises it. Eigenvector
        and core number are taken on the undirected view: on a graph without cycles the
        directed eigenvector is zero everywhere; eigenvector within the largest piece.

    Raises
    ------
    RequestError
        If there is no node, or a weight is not above 0.

    Examples
    --------
    >>> at = centrality(["a", "b", "c"], {("a", "b"): 1.0, ("b", "c"): 1.0})
    >>> at[Measure.BETWEENNESS]
    {'a': 0.0, 'b': 0.5, 'c': 0.0}
    """
    import igraph

    if not nodes:
        raise RequestError("this view of the graph has no node")
    if unknown := {n for pair in edges for n in pair} - set(nodes):
        raise RequestError(f"an edge touches '{min(map(str, unknown))}', which is no node")
    if any(not 0 < w < float("inf") for w in edges.values()):
        raise RequestError("a weight of an edge must be above 0 and finite")
    position = {n: i for i, n in enumerate(nodes)}
    g = igraph.Graph(
        n=len(nodes), edges=[(position[a], position[b]) for a, b in edges], directed=True
    )
    g.es["weight"] = list(edges.values())
    most = max(edges.values(), default=1.0)
    g.es["length"] = [1 - np.log(w / most) for w in edges.values()]
    found = {m: [float(x) for x in _MEASURES[m](g)] for m in measures}
    return {m: dict(zip(nodes, values, strict=True)) for m, values in found.items()}


def _in_degree(g: igraph.Graph) -> list[float]:
    return [d / max(1, g.vcount() - 1) for d in g.indegree()]


def _out_degree(g: igraph.Graph) -> list[float]:
    return [d / max(1, g.vcount() - 1) for d in g.outdegree()]


def _pagerank(g: igraph.Graph) -> list[float]:
    return list(g.pagerank(damping=0.85, weights="weight"))


def _katz(g: igraph.Graph) -> Floats:
    """Solve x = a A'x + 1, with a at 0.9 of its bound or 0.1, whichever is less."""
    from scipy import sparse
    from scipy.sparse.linalg import spsolve

    n = g.vcount()
    rows, cols = zip(*g.get_edgelist(), strict=True) if g.ecount() else ((), ())
    a = sparse.csc_matrix((g.es["weight"], (rows, cols)), shape=(n, n))
    bound = float(abs(a).sum(axis=1).max()) if g.ecount() else 0.0
    alpha = min(0.1, 0.9 / bound) if bound else 0.1
    x = np.atleast_1d(spsolve(sparse.eye(n, format="csc") - alpha * a.T.tocsc(), np.ones(n)))
    return np.asarray(x / np.linalg.norm(x))


def _eigenvector(g: igraph.Graph) -> Floats:
    """Return eigenvector centrality within the largest piece; 0 elsewhere."""
    from scipy.sparse.linalg import ArpackNoConvergence, eigsh

    flat = g.as_undirected(combine_edges={"weight": "sum", "length": "min"})
    out = np.zeros(g.vcount())
    members = max(flat.connected_components(), key=len)
    if len(members) > 1:
        piece = flat.subgraph(members)
        a = piece.get_adjacency_sparse("weight").astype(float)
        # From a fixed start: igraph's own begins at random, and no two runs' last digits agree.
        try:
            _, found = eigsh(a, k=1, which="LA", v0=np.asarray(a.sum(axis=1)).ravel())
        except ArpackNoConvergence as error:
            raise ConvergenceError(
                f"eigenvector centrality does not settle: {error}"
            ) from error
        x = np.abs(found[:, 0])
        out[sorted(members)] = x / np.linalg.norm(x)
    return out


def _hits(g: igraph.Graph) -> tuple[Floats, Floats]:
    """Return hub and authority scores from the first singular vectors, each summing to 1."""
    from scipy import sparse
    from scipy.sparse.linalg import svds

    n = g.vcount()
    if not g.ecount():
        return np.full(n, 1 / n), np.full(n, 1 / n)
    rows, cols = zip(*g.get_edgelist(), strict=True)
    a = sparse.csr_matrix((g.es["weight"], (rows, cols)), shape=(n, n))
    if n <= 3:
        u, _, vt = np.linalg.svd(a.toarray())
        hub, authority = np.abs(u[:, 0]), np.abs(vt[0])
    else:
        try:
            u, _, vt = svds(a, k=1, v0=np.ones(n) / np.sqrt(n), tol=1e-12)
        except Exception as error:  # ARPACK has its own family of errors
            raise ConvergenceError(f"hubs and authorities do not settle: {error}") from error
        hub, authority = np.abs(u[:, 0]), np.abs(vt[0])
    return hub / hub.sum(), authority / authority.sum()


def _hubs(g: igraph.Graph) -> Floats:
    return _hits(g)[0]


def _authorities(g: igraph.Graph) -> Floats:
    return _hits(g)[1]


def _betweenness(g: igraph.Graph) -> list[float]:
    pairs = max(1, (g.vcount() - 1) * (g.vcount() - 2))
    return [b / pairs for b in g.betweenness(directed=True, weights="length")]


def _closeness(g: igraph.Graph) -> list[float]:
    """Return closeness by incoming paths, as Wasserman and Faust mend it for pieces."""
    n, found = g.vcount(), []
    for column in np.array(g.distances(weights="length", mode="in")):
        reached = np.isfinite(column)
        others, total = int(reached.sum()) - 1, float(column[reached].sum())
        found.append(others / total * others / (n - 1) if total > 0 else 0.0)
    return found


def _core_number(g: igraph.Graph) -> list[float]:
    return list(g.as_undirected().simplify().coreness())


_MEASURES: dict[Measure, Callable[[igraph.Graph], Iterable[float]]] = {
    Measure.IN_DEGREE: _in_degree,
    Measure.OUT_DEGREE: _out_degree,
    Measure.PAGERANK: _pagerank,
    Measure.KATZ: _katz,
    Measure.EIGENVECTOR: _eigenvector,
    Measure.HUBS: _hubs,
    Measure.AUTHORITIES: _authorities,
    Measure.BETWEENNESS: _betweenness,
    Measure.CLOSENESS: _closeness,
    Measure.CORE_NUMBER: _core_number,
}


def to_networkx(nodes: Sequence[str], edges: Edges) -> nx.DiGraph:
    """Return a view as NetworkX knows it, with ``weight`` and ``length`` on its edges."""
    import networkx as nx

    g = nx.DiGraph()
    g.add_nodes_from(nodes)
    most = max(edges.values(), default=1.0)
    g.add_edges_from(
        (a, b, {"weight": w, "length": 1 - np.log(w / most)}) for (a, b), w in edges.items()
    )
    return g
