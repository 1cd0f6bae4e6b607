"""The algebra of holdings: a sparse matrix of stakes, and solves that never densify it.

W(i, j) is the stake of owner i in firm j; columns sum to 1 at most, and what is missing belongs to
nobody known. V = (I - W)⁻¹ = I + W + W² + … counts all chains of holdings; it is met only in
solves, and its diagonal only within loops, outside which it is 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from graph.errors import ConvergenceError, RequestError
from queries.cascade import Floats

if TYPE_CHECKING:
    from scipy.sparse import csc_array

Holdings: TypeAlias = "Floats | csc_array"  # W: a row an owner, a column an owned firm
Ints = NDArray[np.int64]

ROUNDING = 1e-9  # by which stakes rounded in their sources may pass 1
_BLOCK = 1500  # loops of more firms than this are solved by iteration
_SWEEPS = 20_000
_CELLS = 4_000_000  # of a diagonal that are solved for at once


def holdings(w: Holdings) -> csc_array:
    """
    Return W as a sparse matrix, checked.

    Raises
    ------
    RequestError
        If it is empty or not square, or a stake is negative or unknown, or the stakes in a
        firm sum to more than 1.
    """
    from scipy import sparse

    try:
        m = sparse.csc_array(w, dtype=float, copy=True)
    except (ValueError, TypeError):
        raise RequestError("holdings are a square matrix of numbers, owners by owned") from None
    if m.shape[0] != m.shape[1] or not m.shape[0]:
        raise RequestError(f"holdings are a square matrix, owners by owned, not {m.shape}")
    m.sum_duplicates()
    m.eliminate_zeros()
    wrong = np.flatnonzero(~(m.data >= 0))
    total = np.asarray(m.sum(axis=0))
    if wrong.size:
        j = np.searchsorted(m.indptr, wrong[0], side="right") - 1
        raise RequestError(f"the stake of {m.indices[wrong[0]]} in {j} is {m.data[wrong[0]]:g}")
    if total.max() > 1 + ROUNDING:
        raise RequestError(
            f"the stakes in {total.argmax()} sum to {total.max():g}, more than 1"
        )
    return m


def values(m: csc_array, v: Floats) -> Floats:
    """Return values of all entities as an array; refuse what is none."""
    v = np.asarray(v, dtype=float)
    if v.shape != m.shape[:1] or not (v >= 0).all() or not np.isfinite(v).all():
        raise RequestError(f"values are {m.shape[0]} numbers, none negative or unknown")
    return v


def known(m: csc_array, wanted: Sequence[int]) -> Ints:
    """Return numbers of entities as an array; refuse those that are not there."""
    for i in wanted:
        if not 0 <= i < m.shape[0]:
            raise RequestError(f"no entity {i}: they are numbered 0 to {m.shape[0] - 1}")
    return np.asarray(wanted, dtype=np.int64)


def units(m: csc_array, wanted: Sequence[int]) -> Floats:
    """Return a unit vector (a column) for each of the entities wanted."""
    unit = np.zeros((m.shape[0], len(wanted)))
    unit[known(m, wanted), np.arange(len(wanted))] = 1.0
    return unit


def parts(m: csc_array) -> Ints:
    """Return for each firm the number of its strongly connected component."""
    from scipy.sparse.csgraph import connected_components

    return np.asarray(connected_components(m, connection="strong")[1], dtype=np.int64)


def inside(m: csc_array) -> tuple[Ints, Ints, Ints, Floats]:
    """Return the components, and the stakes that run within one; refuse closed circles."""
    part, edges = parts(m), m.tocoo()
    loop = part[edges.row] == part[edges.col]
    row, col, stake = edges.row[loop], edges.col[loop], edges.data[loop]
    least = np.ones(part.max() + 1)
    np.minimum.at(least, part, np.bincount(col, stake, part.size))
    closed = np.flatnonzero(least > 1 - 1e-12)
    if closed.size:
        firms = ", ".join(map(str, np.flatnonzero(part == closed[0])[:5]))
        raise RequestError(f"ownership runs in a closed circle ({firms}): nobody is behind it")
    return part, row, col, stake


def solve(m: csc_array, b: Floats, *, left: bool = False) -> Floats:
    """
    Return (I - W)⁻¹ b, or with ``left`` (I - W')⁻¹ b, for b that is not negative.

    Short loops are factored. What is left is substituted until nothing moves, which without
    long loops is exact after as many sweeps as the longest chain has holdings.
    """
    from scipy import sparse
    from scipy.sparse.linalg import splu

    part, row, col, stake = inside(m)
    short = np.bincount(part)[part[row]] <= _BLOCK
    inner = sparse.csc_array((stake[short], (row[short], col[short])), shape=m.shape)
    looped = np.unique(row[short])
    block = sparse.eye_array(looped.size, format="csc") - inner[looped][:, looped]
    factor = splu(block.tocsc()) if looped.size else None
    rest = (m - inner).T.tocsr() if left else (m - inner).tocsr()
    x, before = b, 0.0
    for _ in range(_SWEEPS):
        y = np.asarray(b + rest @ x)
        if factor:
            y[looped] = factor.solve(y[looped], trans="T" if left else "N")
        moved = float(np.max(np.abs(y - x) / np.where(y > 0, y, 1.0), initial=0.0))
        x = y
        if moved <= 1e-15 or before <= moved <= 1e-13:  # the latter: only rounding is left
            return x
        before = moved
    raise ConvergenceError(f"loops of more than {_BLOCK} firms do not settle")


def diagonal(m: csc_array) -> Floats:
    """Return the diagonal of (I - W)⁻¹, of all loops at once, member by member."""
    from scipy import sparse

    part, row, col, stake = inside(m)
    diagonal, looped = np.ones(part.size), np.unique(row)
    loops = sparse.csc_array((stake, (row, col)), shape=m.shape)[looped][:, looped]
    order = np.argsort(part[looped], kind="stable")
    _, first, size = np.unique(part[looped][order], return_index=True, return_counts=True)
    place = np.empty_like(looped)
    place[order] = np.arange(looped.size) - np.repeat(first, size)
    width = max(1, _CELLS // max(1, looped.size))
    for start in range(0, size.max(initial=0), width):
        mine = np.flatnonzero((place >= start) & (place < start + width))
        column = place[mine] - start
        unit = np.zeros((looped.size, column.max() + 1))
        unit[mine, column] = 1.0
        diagonal[looped[mine]] = solve(loops, unit)[mine, column]
    return diagonal
