"""Time measures beside their peers on the same input, results compared first.

Run as ``python -m benchmarks.peers``. NetworkX is always there; powerindex, ecomplexity and pymrio
are used where they are installed (``pip install powerindex ecomplexity pymrio``), and named where
they are not.
"""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable

import networkx as nx
import numpy as np

from queries.centrality import Measure, centrality, to_networkx
from queries.complexity import complexity
from queries.leontief import output
from queries.voting import shapley_shubik


def timed(work: Callable[[], object]) -> tuple[object, float]:
    """Return what a function gives, and the least of three times."""
    best, found = float("inf"), None
    for _ in range(3):
        start = time.perf_counter()
        found = work()
        best = min(best, time.perf_counter() - start)
    return found, best


def network(
    n: int, degree: int = 7, seed: int = 1
) -> tuple[list[str], dict[tuple[str, str], float]]:
    """Return a random directed network with distinct weights."""
    rng = np.random.default_rng(seed)
    pairs = {(int(a), int(b)) for a, b in rng.integers(0, n, (degree * n, 2)) if a != b}
    weights = rng.random(len(pairs)) * 0.9 + 0.05
    nodes = [str(i) for i in range(n)]
    return nodes, {
        (str(a), str(b)): float(w) for (a, b), w in zip(sorted(pairs), weights, strict=True)
    }


def row(task: str, ours: float, peer: str, theirs: float, gap: float) -> None:
    """Print one comparison."""
    print(f"{task:<36} {ours:9.4f} {peer:<11} {theirs:9.4f} {theirs / ours:7.1f}x  {gap:.1e}")


def main() -> None:
    """Print the table."""
    print(
        f"{'task':<36} {'ours, s':>9} {'peer':<11} {'peer, s':>9} {'ratio':>8}  greatest difference"
    )
    for n in (500, 1000):
        nodes, edges = network(n)
        g = to_networkx(nodes, edges)
        peers: dict[Measure, Callable[[], dict[str, float]]] = {
            Measure.PAGERANK: lambda g=g: nx.pagerank(g, tol=1e-12, max_iter=1000),
            Measure.BETWEENNESS: lambda g=g: nx.betweenness_centrality(g, weight="length"),
            Measure.CLOSENESS: lambda g=g: nx.closeness_centrality(g, distance="length"),
        }
        for measure, peer in peers.items():
            ours, here = timed(lambda m=measure, n=nodes, e=edges: centrality(n, e, [m])[m])
            theirs, there = timed(peer)
            gap = max(abs(ours[k] - theirs[k]) for k in theirs)  # type: ignore[index, attr-defined]
            row(f"{measure}, {n} nodes", here, "networkx", there, gap)
    for peer_name, compare in {
        "powerindex": _powerindex,
        "ecomplexity": _ecomplexity,
        "pymrio": _pymrio,
    }.items():
        if importlib.util.find_spec(peer_name):
            compare()
        else:
            print(f"{peer_name} is not installed")


def _powerindex() -> None:
    import powerindex

    rng = np.random.default_rng(1)
    votes = [int(v) for v in rng.integers(1, 100, 50)]
    quota = sum(votes) // 2 + 1
    ours, here = timed(lambda: shapley_shubik(quota, votes).floats)
    game = powerindex.Game(quota, votes)
    _, there = timed(game.calc_shapley_shubik)
    gap = float(np.abs(np.array(game.shapley_shubik) - ours).max())
    row("Shapley-Shubik, 50 players", here, "powerindex", there, gap)


def _ecomplexity() -> None:
    import pandas as pd
    from ecomplexity import ecomplexity

    places, products = 60, 200
    amounts = np.random.default_rng(1).lognormal(0, 1.5, (places, products))
    long = pd.DataFrame(
        {
            "time": 2026,
            "loc": np.repeat(np.arange(places), products),
            "prod": np.tile(np.arange(products), places),
            "val": amounts.ravel(),
        }
    )
    names = {"time": "time", "loc": "loc", "prod": "prod", "val": "val"}
    ours, here = timed(lambda: complexity(amounts).eci)
    found, there = timed(
        lambda: ecomplexity(long, names, check_logsupermodularity=False, verbose=False)
    )
    theirs = found.drop_duplicates("loc").sort_values("loc")["eci"].to_numpy()  # type: ignore[attr-defined]
    gap = float(np.abs(theirs - ours).max())
    row(f"ECI, {places} places, {products} products", here, "ecomplexity", there, gap)


def _pymrio() -> None:
    import pandas as pd
    import pymrio

    n = 500
    rng = np.random.default_rng(1)
    a, y = rng.random((n, n)) / n, rng.random(n)
    frame, demand = pd.DataFrame(a), pd.DataFrame(y, columns=["y"])
    ours, here = timed(lambda: output(a, y))
    theirs, there = timed(lambda: pymrio.calc_x_from_L(pymrio.calc_L(frame), demand))
    gap = float(np.abs(theirs.to_numpy().ravel() - ours).max())  # type: ignore[attr-defined]
    row(f"Leontief output, {n} sectors", here, "pymrio", there, gap)


if __name__ == "__main__":
    main()
