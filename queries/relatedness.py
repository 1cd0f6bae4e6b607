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
from numpy.typing import ArrayLike

from graph.errors import RequestError
from graph.model import Graph, once
from queries.cascade import Floats
from queries.market import markets


def _table(x: ArrayLike) -> Floats:
    try:
        table = np.asarray(x, dtype=float)
    except (ValueError, TypeError):
        table = np.empty(0)
    if table.ndim != 2 or not np.isfinite(table).all() or (table < 0).any():
        raise RequestError("amounts are a table of places by products, none negative")
    return table


def advantage(x: ArrayLike) -> Floats:
    """
    Return the revealed comparative advantage of rows (countries) in columns (products).

    Raises
    ------
    RequestError
        If the amounts are no table of numbers, or one is negative.

    Examples
    --------
    >>> advantage([[2.0, 0.0], [2.0, 4.0]]).round(3).tolist()
    [[2.0, 0.0], [0.667, 1.333]]
    """
    amounts = _table(x)
    total = amounts.sum()
    expected = np.outer(amounts.sum(axis=1), amounts.sum(axis=0)) / (total or 1.0)
    out = np.zeros_like(amounts)
    np.divide(amounts, expected, out=out, where=expected > 0)
    return out


def proximity(m: ArrayLike) -> Floats:
    """Return phi, products by products: how often two are found in the same countries."""
    strong = _table(m)
    ubiquity = strong.sum(axis=0)
    most = np.maximum.outer(ubiquity, ubiquity)
    out: Floats = np.zeros_like(most, dtype=float)
    np.divide(strong.T @ strong, most, out=out, where=most > 0)
    return out


def density(m: ArrayLike, *, include_self: bool = False) -> Floats:
    """
    Return the density of every country (rows) around every product (columns).

    Parameters
    ----------
    m
        0/1 matrix, countries by products: where a country is strong.
    include_self
        Whether a product is in its own neighbourhood, as the package ecomplexity has it.
    """
    strong = _table(m)
    phi = proximity(strong)
    if not include_self:
        np.fill_diagonal(phi, 0.0)
    out = np.zeros_like(strong)
    total = phi.sum(axis=0)
    np.divide(strong @ phi, total, out=out, where=total > 0)
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
