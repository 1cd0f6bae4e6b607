"""Who stands behind whom in a network of holdings: value and control through chains.

W(i, j) is the stake of owner i in firm j; columns sum to 1 at most, and what is missing
belongs to nobody known. With V = (I - W)⁻¹ = I + W + W² + …, all chains of holdings,

    network value        (V v)(i)
    integrated share     V(i, j) - [i = j]                  chains, and loops through the owner
    corrected            V(i, j) / V(i, i)  for j ≠ i       each euro counted once
    network control      sum over j ≠ i of C(i, j) v(j)     C: corrected share by a control rule
    damped share         [W (I - a W)⁻¹](i, j)              each step weighs its stake times a

Measures: how much of the value of others an owner gets, controls, or decides.
Identifies: holders whose reach is larger than their book, and shares that loops inflate.
Beware: a linear share is not control: who holds 12 % does not decide. Read
:mod:`queries.network_power` beside it.

References
----------
Brioschi, F., Buzzacchi, L. and Colombo, M. G. (1989), J. Banking & Finance 13. Vitali, S.,
Glattfelder, J. B. and Battiston, S. (2011), The network of global corporate control, PLoS ONE
6. Polovnikov, K., Pospelov, N. and Skougarevskiy, D. (2021),
Alpha-indirect control in onion-like networks. Ceri, S. et al. (1990), Logic programming and
databases, for company control.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from graph.errors import RequestError
from queries.cascade import Floats
from queries.holdings import (
    ROUNDING,
    Holdings,
    Ints,
    diagonal,
    holdings,
    known,
    solve,
    units,
    values,
)

if TYPE_CHECKING:
    from scipy.sparse import csc_array


class Rule(StrEnum):
    """When a stake controls: in proportion, by majority, or against the other holders."""

    LINEAR = "linear"
    THRESHOLD = "threshold"
    RELATIVE = "relative"


def control_matrix(w: Holdings, *, rule: Rule = Rule.LINEAR, quota: float = 0.5) -> csc_array:
    """
    Return the part of direct control that each stake gives.

    Parameters
    ----------
    rule
        ``linear``: the stake itself; ``threshold``: all to whom passes the quota, else
        none; ``relative``: stakes squared and scaled to sum to 1, so that one large holder
        among many small ones has nearly all.

    Examples
    --------
    >>> w = np.array([[0, 0.6], [0, 0.2]])
    >>> control_matrix(w, rule=Rule.RELATIVE).toarray()[:, 1].round(4).tolist()
    [0.9, 0.1]
    """
    m = holdings(w)
    if rule == Rule.THRESHOLD:
        if not 0.5 <= quota < 1:
            raise RequestError(
                f"a majority of {quota:g} is impossible: it lies from 0.5 up to 1"
            )
        m.data = (m.data > quota).astype(float)
        m.eliminate_zeros()
    elif rule == Rule.RELATIVE:
        m.data **= 2
        total = np.asarray(m.sum(axis=0))
        m.data /= np.repeat(total, np.diff(m.indptr))
    return m


def network_value(w: Holdings, v: Floats) -> Floats:
    """
    Return (I - W)⁻¹ v: own value and that of all holdings, uncorrected for loops.

    Examples
    --------
    A holds 60 % of B, and B half of C.

    >>> network_value(np.array([[0, 0.6, 0], [0, 0, 0.5], [0, 0, 0]]), np.array([0, 10, 100]))
    array([ 36.,  60., 100.])
    """
    m = holdings(w)
    return solve(m, values(m, v))


def network_control(
    w: Holdings,
    v: Floats,
    *,
    rule: Rule = Rule.LINEAR,
    quota: float = 0.5,
    corrected: bool = True,
) -> Floats:
    """
    Return the value of others that each owner controls through all chains.

    Parameters
    ----------
    v
        Value of each firm.
    rule, quota
        As in :func:`control_matrix`.
    corrected
        Whether loops through the owner itself are taken out.
    """
    c = control_matrix(w, rule=rule, quota=quota)
    v = values(c, v)
    value = solve(c, v)
    return value / diagonal(c) - v if corrected else value - v


def integrated(w: Holdings, owners: Sequence[int], *, corrected: bool = True) -> Floats:
    """
    Return the integrated shares of some owners in all firms: a row an owner.

    Parameters
    ----------
    corrected
        Whether loops through the owner itself are taken out; the share of an owner in
        itself is then 0.
    """
    m = holdings(w)
    pick = (np.arange(len(owners)), known(m, owners))
    rows = solve(m, units(m, owners), left=True).T
    if corrected:
        rows = rows / rows[pick][:, None]
    rows[pick] -= 1.0
    return np.asarray(rows)


def alpha_transitive(w: Holdings, owners: Sequence[int], *, alpha: float) -> Floats:
    """
    Return W (I - alpha W)⁻¹ for some owners: a row an owner.

    A chain of k holdings counts alpha**(k - 1) times the product of all its stakes.
    """
    m = holdings(w)
    if not 0 <= alpha <= 1:
        raise RequestError(f"an alpha of {alpha:g} is impossible: it lies between 0 and 1")
    return np.asarray(solve(alpha * m, m.T @ units(m, owners), left=True).T)


def ultimate_controllers(w: Holdings, *, quota: float = 0.5) -> Ints:
    """
    Return who in the end has a majority of each firm, alone or with firms it controls.

    Returns
    -------
    controller
        Index of the entity on top; its own where nobody has a majority. Firms that
        control each other in a circle, with nobody above, are named by their first.

    Examples
    --------
    0 has no majority of 3, but with its subsidiaries 1 and 2 it does.

    >>> w = np.zeros((4, 4))
    >>> w[0, 1] = w[0, 2] = 0.6
    >>> w[1, 3] = w[2, 3] = 0.3
    >>> ultimate_controllers(w).tolist()
    [0, 0, 0, 0]
    """
    from scipy import sparse

    m = control_matrix(w, rule=Rule.LINEAR)
    n = m.shape[0]
    top = np.arange(n)
    while True:
        group = sparse.csr_array((np.ones(n), (top, np.arange(n))), shape=(n, n))
        votes = sparse.coo_array(group @ m)
        won = votes.data > quota + ROUNDING
        parent = np.arange(n)
        parent[votes.col[won]] = votes.row[won]
        new = _roots(parent)
        if (new == top).all():
            return top
        top = new


def _roots(parent: Ints) -> Ints:
    """Follow each pointer to its end; a circle ends at its first member."""
    first, reach = np.arange(parent.size), parent
    for _ in range(parent.size.bit_length()):
        first, reach = np.minimum(first, first[reach]), reach[reach]
    # ``reach`` now lies on the circle (or is the end) and ``first`` there is its least.
    return first[reach]
