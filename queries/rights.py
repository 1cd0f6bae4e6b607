"""Who holds which decision right over which technology: the rights ledger.

For each technology the five rights (operate, allocate, license, govern, certify) are shared
out: k(h, t, r) in 0..1, the rest being *open*: nobody's, not Taiwan's, and not lost.

* A recorded control point gives its holders its scope of the right. Where a point's scope is
  empty, it describes a firm's own capacity (operate, allocate), or takes an equal split of
  what the other points leave (license, govern, certify), one part staying unrecorded.
* What no point covers of *operate* and *allocate* follows provision.
* What no point covers of *license*, *govern* and *certify* is unrecorded. Control points are
  recorded unevenly, so two closures bound the truth: 0 leaves unrecorded rights open, 1 gives
  them to the providers in proportion. The point value is half way, which is an assumption.

To own, to hold a right, to supply a share, and to control in the end are four different
things. This ledger is derived; it is computed and never loaded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graph.errors import RequestError
from graph.model import Graph, once
from graph.schema import ControlPoint, Right
from queries.cascade import Floats
from queries.market import shares
from queries.ownership import controllers

RIGHTS = tuple(Right)
FORWARD = (Right.ALLOCATE, Right.LICENSE, Right.GOVERN, Right.CERTIFY)

# How much each right weighs: more the further forward it stands. An assumption, open to
# change by the caller; queries.robustness varies it.
OMEGA: Mapping[Right, float] = {
    Right.OPERATE: 0.10,
    Right.ALLOCATE: 0.20,
    Right.LICENSE: 0.20,
    Right.GOVERN: 0.30,
    Right.CERTIFY: 0.20,
}

OPEN, POINT, PROVIDERS = 0.0, 0.5, 1.0


@dataclass(frozen=True, slots=True)
class Ledger:
    """
    The rights over every technology, in the parts of which they are made.

    Attributes
    ----------
    recorded
        Shape (5 rights, technologies, holders): what control points give to their holders;
        holders are firms, then countries.
    unheld
        Shape (5, technologies): what control points cover and nobody is named for.
    left
        Shape (5, technologies): what no control point covers.
    shares, unattributed
        Provision, which that follows, as :func:`queries.market.shares` has it.
    closure
        Part of the unrecorded forward rights that follows provision too.
    """

    recorded: Floats
    unheld: Floats
    left: Floats
    shares: Floats
    unattributed: Floats
    closure: float

    @property
    def follow(self) -> Floats:
        """Return for each right and technology the part that follows provision."""
        parts = [1.0 if r in (Right.OPERATE, Right.ALLOCATE) else self.closure for r in RIGHTS]
        return np.asarray(self.left * np.array(parts)[:, None])

    @property
    def open(self) -> Floats:
        """Return what nobody holds, (5, technologies); with all that is held it sums to 1."""
        follow = self.follow
        return np.asarray(self.unheld + self.left - follow * (1 - self.unattributed))

    def of(self, holder: int) -> Floats:
        """Return what one holder has, (5, technologies)."""
        return np.asarray(self.recorded[:, :, holder] + self.follow * self.shares[:, holder])

    def gathered(self, into: Floats) -> Floats:
        """
        Return the rights of groups of holders, (5, technologies, groups).

        Parameters
        ----------
        into
            The part of each holder (rows) that goes to each group (columns).
        """
        provided = self.shares @ into
        return np.asarray(self.recorded @ into + self.follow[:, :, None] * provided)


def omega_vector(omega: Mapping[Right, float] = OMEGA) -> Floats:
    """
    Return the weights of the five rights, in order and summing to 1.

    Raises
    ------
    RequestError
        If one is negative or all are zero.
    """
    vector = np.array([omega.get(right, 0.0) for right in RIGHTS], dtype=float)
    if (vector < 0).any() or vector.sum() <= 0:
        raise RequestError("weights of rights must not be negative, nor all zero")
    return np.asarray(vector / vector.sum())


@once
def ledger(kg: Graph, closure: float = POINT) -> Ledger:
    """
    Return who holds which right over which technology.

    Parameters
    ----------
    closure
        Part of the unrecorded license, govern and certify rights that is taken to be held
        by the providers: 0 none, 1 all.
    """
    if not 0 <= closure <= 1:
        raise RequestError(f"a closure of {closure:g} is impossible: it lies between 0 and 1")
    table = shares(kg)
    row = {tech_id: i for i, tech_id in enumerate(table.techs)}
    column = {holder: j for j, holder in enumerate(table.holders)}
    holders = _holders(kg)
    recorded = np.zeros((len(RIGHTS), *table.matrix.shape))
    unheld = np.zeros((len(RIGHTS), len(table.techs)))
    covered = np.zeros_like(unheld)
    points: dict[tuple[Right, str], list[ControlPoint]] = defaultdict(list)
    for point in kg.control_points.values():
        points[point.right, point.tech_id].append(point)
    for (right, tech_id), group in points.items():
        k, i = RIGHTS.index(right), row[tech_id]
        for point, scope in zip(group, scopes(right, group), strict=True):
            covered[k, i] += scope
            for holder, part in holders[point.control_id].items():
                recorded[k, i, column[holder]] += scope * part
            unheld[k, i] += scope * (1 - sum(holders[point.control_id].values()))
    return Ledger(recorded, unheld, 1 - covered, table.matrix, table.unattributed, closure)


@once
def by_country(kg: Graph, closure: float = POINT) -> Floats:
    """Return the rights by ultimate controller: (rights, technologies, countries)."""
    return ledger(kg, closure).gathered(controllers(kg))


def scopes(right: Right, points: list[ControlPoint]) -> list[float]:
    """Return the part of one right over one technology that each control point covers."""
    known = sum(p.scope or 0.0 for p in points)
    blanks = sum(p.scope is None for p in points)
    descriptive = right in (Right.OPERATE, Right.ALLOCATE)
    part = 0.0 if descriptive else max(0.0, 1 - known) / (blanks + 1)
    scale = 1 / max(1.0, known)  # rounding; check.sums refuses more
    return [part if p.scope is None else p.scope * scale for p in points]


def _holders(kg: Graph) -> dict[str, dict[str, float]]:
    """Return the holders of each control point with their parts, blanks split equally."""
    rows = defaultdict(list)
    for h in kg.holds:
        rows[h.control_id].append(h)
    parts: dict[str, dict[str, float]] = {c: {} for c in kg.control_points}
    for control_id, group in rows.items():
        left = max(0.0, 1 - sum(h.share or 0.0 for h in group))
        blanks = sum(h.share is None for h in group)
        part = left / (blanks + 1)
        parts[control_id] = {h.holder_id: part if h.share is None else h.share for h in group}
    return parts
