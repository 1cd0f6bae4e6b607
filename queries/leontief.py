"""Output and extraction in an input-output table.

    x = (I - A)⁻¹ y,   A the input coefficients, y final demand.

Extracting a sector removes its sales and purchases of inputs. With L = (I - A)⁻¹, output without
sector i is x - L e(i) x(i) / L(i,i), by the rank-one identity of Sherman and Morrison, so all
extractions cost one inverse.

Measures: gross output, and how much of it is lost without a sector.
Identifies: key sectors.
Beware: fixed coefficients know neither substitution nor prices.

References
----------
Leontief, W. (1936), Quantitative input and output relations in the economic system of the United
States; Miller, R. E. and Blair, P. D. (2009), Input-Output Analysis, 2nd ed., chapters 2 and 12;
Dietzenbacher, E. and Lahr, M. L. (2013), Expanding extractions, Econ. Systems Research 25.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from graph.errors import RequestError
from queries.cascade import Floats


def _table(a: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    try:
        coefficients, demand = np.asarray(a, dtype=float), np.asarray(y, dtype=float)
    except (ValueError, TypeError):
        raise RequestError("coefficients and demand are not tables of numbers") from None
    n = demand.size
    if demand.ndim != 1 or not np.isfinite(demand).all():
        raise RequestError("final demand is one number for each sector")
    if coefficients.shape != (n, n) or not np.isfinite(coefficients).all():
        raise RequestError(f"coefficients are not a square table of the {n} sectors")
    if (coefficients < 0).any():
        raise RequestError("an input coefficient is negative")
    return coefficients, demand


def output(a: ArrayLike, y: ArrayLike) -> Floats:
    """
    Return gross output by sector.

    Parameters
    ----------
    a
        Input coefficients: column j holds what a unit of j needs of each sector.
    y
        Final demand by sector.

    Raises
    ------
    RequestError
        If the table is not square, has a negative cell, or is not productive.

    Examples
    --------
    >>> output([[0.0, 0.5], [0.0, 0.0]], [1.0, 2.0]).tolist()
    [2.0, 2.0]
    """
    coefficients, demand = _table(a, y)
    try:
        x = np.linalg.solve(np.eye(demand.size) - coefficients, demand)
    except np.linalg.LinAlgError:
        raise RequestError("the table is not productive: I - A has no inverse") from None
    if (demand >= 0).all() and (x < -1e-9 * max(1.0, float(np.abs(x).max()))).any():
        raise RequestError("the table is not productive: some output would be negative")
    return np.asarray(x)


def extraction_losses(a: ArrayLike, y: ArrayLike) -> Floats:
    """
    Return the share of all gross output that is lost without each sector.

    Parameters and errors as in :func:`output`. A sector's own output is part of its loss.

    Examples
    --------
    >>> extraction_losses([[0.0, 0.5], [0.0, 0.0]], [1.0, 2.0]).tolist()
    [0.5, 0.75]
    """
    coefficients, demand = _table(a, y)
    x = output(coefficients, demand)
    if not x.any():
        raise RequestError("nothing is demanded, so no sector has output to lose")
    inverse = np.linalg.inv(np.eye(demand.size) - coefficients)
    return np.asarray(inverse.sum(axis=0) * x / np.diag(inverse) / x.sum())
