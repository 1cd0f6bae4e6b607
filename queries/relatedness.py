"""How near a technology lies to what a country can already do: product-space density.

From the matrix of countries' shares in technologies, X(c, p):

    RCA(c, p) = ( X(c,p) / sum over p of X(c,p) ) / ( sum over c of X(c,p) / sum of X )
    M(c, p)   = 1 where RCA >= 1, else 0
    phi(p, q) = sum over c of M(c,p) M(c,q) / max(k(p), k(q)),   k(p) = sum over c of M(c,p)
    density(c, p) = sum over q != p of M(c,q) phi(p,q) / sum over q != p of phi(p,q)

The proximity of a technology to itself is left out: with it, a country would be near to
whatever it has, which its present share says already.

Measures: the part of a technology's neighbourhood in which a country is strong.
Identifies: technologies that a country could extend into.
Beware: it says nothing of cost; shares that nobody states count as inferred.

References
----------
Balassa, B. (1965), Trade liberalisation and revealed comparative advantage; Hidalgo, C. A.,
Klinger, B., Barabási, A.-L. and Hausmann, R. (2007), The product space conditions the
development of nations, Science 317.
"""

from __future__ import annotations

import numpy as np

from graph.model import Graph, once
from queries.cascade import Floats
from queries.market import markets


def advantage(x: Floats) -> Floats:
    """
    Return the revealed comparative advantage of rows (countries) in columns (products).

    Examples
    --------
    >>> advantage(np.array([[2.0, 0.0], [2.0, 4.0]])).round(3).tolist()
    [[2.0, 0.0], [0.667, 1.333]]
    """
    total = x.sum()
    expected = np.outer(x.sum(axis=1), x.sum(axis=0)) / (total or 1.0)
    out = np.zeros_like(x, dtype=float)
    np.divide(x, expected, out=out, where=expected > 0)
    return out


def proximity(m: Floats) -> Floats:
    """Return phi, products by products: how often two are found in the same countries."""
    ubiquity = m.sum(axis=0)
    most = np.maximum.outer(ubiquity, ubiquity)
    out = np.zeros_like(most, dtype=float)
    np.divide(m.T @ m, most, out=out, where=most > 0)
    return out


def density(m: Floats, *, include_self: bool = False) -> Floats:
    """
    Return the density of every country (rows) around every product (columns).

    Parameters
    ----------
    m
        0/1 matrix, countries by products: where a country is strong.
    include_self
        Whether a product is in its own neighbourhood, as the package ecomplexity has it.
    """
    phi = proximity(m)
    if not include_self:
        np.fill_diagonal(phi, 0.0)
    out = np.zeros_like(m, dtype=float)
    total = phi.sum(axis=0)
    np.divide(m @ phi, total, out=out, where=total > 0)
    return out


@once
def densities(kg: Graph) -> dict[str, dict[str, float]]:
    """Return for each country its density around each technology."""
    land = list(kg.countries)
    x = np.zeros((len(land), len(kg.technologies)))
    for j, market in enumerate(markets(kg).values()):
        for country, share in market.countries.items():
            x[land.index(country), j] = share
    near = density((advantage(x) >= 1).astype(float))
    return {
        country: dict(zip(kg.technologies, map(float, near[i]), strict=True))
        for i, country in enumerate(land)
    }
