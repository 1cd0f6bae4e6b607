"""Who stands behind a firm: integrated ownership, through chains and cross-holdings.

With W(o, f) the stake of owner o in firm f, a firm's rights are attributed to ultimate
controllers by

    B(f) = sum over owners o of W(o, f) B(o)  +  (1 - sum over o of W(o, f)) home(f),

that is B = (I - W')⁻¹ diag(1 - W'1) H: what no recorded owner holds stays with the country
where the firm is at home. This is a linear share, derived and labelled so: a holder of 12 %
does not *control* a firm. For control by majorities and pivots see
:mod:`queries.network_control` and :mod:`queries.network_power`.

References
----------
Brioschi, F., Buzzacchi, L. and Colombo, M. G. (1989), Risk capital financing and the
separation of ownership and control in business groups, J. Banking & Finance 13.
"""

from __future__ import annotations

import numpy as np

from graph.errors import RequestError
from graph.model import Graph, once
from queries.cascade import Floats


@once
def stakes(kg: Graph) -> Floats:
    """
    Return W: a row an owner, a column an owned firm, both firms then countries.

    Votes count where they are stated, else the stake. An unknown stake adds nothing: its
    part stays with the firm's home.
    """
    position = {h: i for i, h in enumerate((*kg.firms, *kg.countries))}
    matrix = np.zeros((len(position), len(position)))
    for o in kg.ownership:
        part = o.stake if o.voting is None else o.voting
        if part is not None:
            matrix[position[o.owner_id], position[o.owned_id]] = part
    # Stakes rounded in their sources may pass 1 by a hair; check.sums refuses more.
    total = matrix.sum(axis=0)
    return np.asarray(matrix / np.maximum(total, 1.0))


@once
def controllers(kg: Graph) -> Floats:
    """
    Return B: the part of each holder that goes to each country in the end.

    Returns
    -------
    controllers
        A row a holder (firms, then countries), a column a country; rows sum to 1.

    Raises
    ------
    RequestError
        If firms own each other wholly, so that nobody stands behind them.
    """
    owned = stakes(kg).T
    n, land = len(kg.firms), {iso: j for j, iso in enumerate(kg.countries)}
    home = np.zeros((owned.shape[0], len(land)))
    for i, firm in enumerate(kg.firms.values()):
        home[i, land[firm.country]] = 1.0
    home[n:] = np.eye(len(land))
    free = 1.0 - owned.sum(axis=1)
    try:
        return np.asarray(np.linalg.solve(np.eye(owned.shape[0]) - owned, free[:, None] * home))
    except np.linalg.LinAlgError:
        raise RequestError("ownership runs in a closed circle: nobody is behind it") from None
