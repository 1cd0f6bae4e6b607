"""Economic complexity: what a place's range of products says of what it can do.

With M(c, p) = 1 where a place has an advantage, k(c) its diversity and k(p) the ubiquity of a
product, ECI is the second eigenvector of D_c⁻¹ M D_p⁻¹ M', standardised; PCI its counterpart for
products. The symmetric form D_c^-½ M D_p⁻¹ M' D_c^-½ has the same values and is what is solved.

Measures: how rare and many-sided a place's strengths are.
Identifies: places that could extend into demanding products.
Beware: if M falls into pieces the index only labels them; that is refused here.

References
----------
Hidalgo, C. A. and Hausmann, R. (2009), The building blocks of economic complexity, PNAS 106;
Mealy, P., Farmer, J. D. and Teytelboym, A. (2019), Interpreting economic complexity, Sci. Adv. 5.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from graph.errors import RequestError
from queries.cascade import Floats
from queries.relatedness import advantage

_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Complexity:
    """The indices of places and products, and the matrix they rest on."""

    eci: Floats
    pci: Floats
    strong: Floats


def complexity(x: ArrayLike) -> Complexity:
    """
    Return the complexity of places (rows) and products (columns).

    Parameters
    ----------
    x
        Amounts, none negative: places by products.

    Returns
    -------
    complexity
        ``eci`` and ``pci`` each with mean 0 and standard deviation 1; the sign is that with
        which diversity rises with ``eci``.

    Raises
    ------
    RequestError
        If a place is strong in nothing, a product is nobody's strength, or the places fall
        into groups without a common product: the index would only label the groups; or if all
        have the same strengths.
    """
    strong = (advantage(x) >= 1).astype(float)
    diversity, ubiquity = strong.sum(axis=1), strong.sum(axis=0)
    if not diversity.all() or not ubiquity.all():
        raise RequestError("a place is strong in nothing, or a product is nobody's strength")
    if _pieces(strong) > 1:
        raise RequestError("the places fall into groups with no product in common: no index")
    root = np.sqrt(diversity)
    half = strong / root[:, None] / np.sqrt(ubiquity)
    values, vectors = np.linalg.eigh(half @ half.T)
    if len(values) < 2 or values[-2] < _ROUNDING:
        raise RequestError("all places have the same strengths: nothing tells them apart")
    second = vectors[:, np.argsort(values)[-2]] / root
    eci = (second - second.mean()) / second.std()
    if np.corrcoef(eci, diversity)[0, 1] < 0:
        eci = -eci
    of_products = (strong / ubiquity).T @ eci
    spread = of_products.std()
    pci = (of_products - of_products.mean()) / (spread if spread > 0 else 1.0)
    return Complexity(eci, pci, strong)


def _pieces(m: Floats) -> int:
    """Return into how many connected pieces places and products fall."""
    import networkx as nx

    g = nx.Graph()
    g.add_nodes_from(("place", i) for i in range(m.shape[0]))
    g.add_edges_from((("place", int(i)), ("product", int(j))) for i, j in np.argwhere(m > 0))
    return int(nx.number_connected_components(g))
