"""How a loss of inputs travels to what is made of them: a generalised Leontief cascade.

Technology t delivers

    y(t) = min( q(t),  min over essential inputs i of y(i),
                1 - sum over other inputs i of a(i,t) (1 - y(i)) )

where q(t) is what its own providers still supply and a(i,t) the cost share of an input
without which less, but not nothing, is made. A family of variants delivers their weighted
mean, never their minimum: one loses the part of the market that the lost variant had.
Cycles are allowed: starting from q and going down, the values fall to the greatest fixed
point (Knaster and Tarski), because every term grows with every y.

References
----------
Leontief, W. (1936), Quantitative input and output relations in the economic system of the
United States. Pichler, A. et al. (2022), Forecasting the propagation of pandemic shocks with
a dynamic input-output model, J. Econ. Dyn. Control 144, for essential inputs. Diem, C. et al.
(2022), Quantifying firm-level economic systemic risk from nation-wide supply networks, Sci.
Rep. 12, for the fixed point.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.errors import ConvergenceError
from graph.model import Graph, once

Floats = NDArray[np.float64]

_TOLERANCE = 1e-12
_MAX_SWEEPS = 100_000


@dataclass(frozen=True, slots=True)
class _Step:
    """What one technology is made of, as rows of the value matrix."""

    tech: int
    essential: NDArray[np.intp]
    other: NDArray[np.intp]
    cost: Floats
    variants: NDArray[np.intp]
    weight: Floats
    inputs: frozenset[int]

    def deliver(self, own: Floats, y: Floats) -> Floats:
        if self.variants.size:
            own = self.weight @ y[self.variants] + (1 - self.weight.sum()) * own
        if self.essential.size:
            own = np.minimum(own, y[self.essential].min(axis=0))
        if self.other.size:
            own = np.minimum(own, 1 - self.cost @ (1 - y[self.other]))
        return own


class Cascade:
    """The technologies in the order in which losses travel."""

    def __init__(self, techs: tuple[str, ...], parts: list[list[_Step]]) -> None:
        self.techs = techs
        self._parts = parts

    def deliver(self, own: Floats) -> Floats:
        """
        Return what every technology delivers.

        Parameters
        ----------
        own
            What each technology's own providers supply, 0 to 1: a row a technology, and
            a column a scenario if there are several.

        Returns
        -------
        delivered
            Same shape, 0 to 1: the greatest fixed point of the cascade.

        Raises
        ------
        ConvergenceError
            If a cycle does not settle to 1e-12.
        """
        y = np.array(own, dtype=float)
        for part in self._parts:
            if len(part) == 1:
                step = part[0]
                y[step.tech] = step.deliver(y[step.tech], y)
            else:
                _settle(part, y)
        return y

    @functools.lru_cache(maxsize=1024)  # noqa: B019 - a cascade lives as long as its graph
    def downstream(self, touched: tuple[int, ...]) -> tuple[int, ...]:
        """Return the positions of the parts that a change of these technologies reaches."""
        reached, found = set(touched), []
        for n, part in enumerate(self._parts):
            if any(step.tech in reached or reached & step.inputs for step in part):
                reached |= {step.tech for step in part}
                found.append(n)
        return tuple(found)

    def redeliver(
        self, own: Floats, changed: Mapping[int, Floats], delivered: Floats
    ) -> Floats:
        """
        Return what is delivered after a change, recomputing only what lies downstream.

        Parameters
        ----------
        own
            As :meth:`deliver` takes it, before the change.
        changed
            Rows of ``own`` that are now other.
        delivered
            What :meth:`deliver` gave before the change.
        """
        y = delivered.copy()
        for n in self.downstream(tuple(changed)):
            part = self._parts[n]
            for step in part:
                y[step.tech] = changed.get(step.tech, own[step.tech])
            if len(part) == 1:
                step = part[0]
                y[step.tech] = step.deliver(y[step.tech], y)
            else:
                _settle(part, y)
        return y


def _settle(part: list[_Step], y: Floats) -> None:
    """Sweep over the members of a cycle until none of them falls any more."""
    own = {step.tech: y[step.tech].copy() for step in part}
    for _ in range(_MAX_SWEEPS):
        moved = 0.0
        for step in part:
            new = step.deliver(own[step.tech], y)
            moved = max(moved, float(np.max(np.abs(new - y[step.tech]))))
            y[step.tech] = new
        if moved <= _TOLERANCE:
            return
    raise ConvergenceError(f"a cycle of {len(part)} technologies does not settle")


@once
def cascade(kg: Graph) -> Cascade:
    """Return the cascade of a graph's technologies, in the order of ``kg.technologies``."""
    import networkx as nx

    techs = tuple(kg.technologies)
    row = {tech_id: i for i, tech_id in enumerate(techs)}
    g = nx.DiGraph()
    g.add_nodes_from(range(len(techs)))
    for r in kg.requires:
        g.add_edge(row[r.input_id], row[r.tech_id])
    for v in kg.variants:
        g.add_edge(row[v.variant_id], row[v.family_id])
    steps = _steps(kg, row)
    order = nx.condensation(g)
    parts = [
        [steps[i] for i in sorted(order.nodes[component]["members"])]
        for component in nx.lexicographical_topological_sort(order)
    ]
    return Cascade(techs, parts)


def _steps(kg: Graph, row: dict[str, int]) -> list[_Step]:
    inputs = defaultdict(list)
    for r in kg.requires:
        inputs[r.tech_id].append(r)
    variants = defaultdict(list)
    for v in kg.variants:
        variants[v.family_id].append(v)
    steps = []
    for tech_id, i in row.items():
        cost = cost_shares({r.input_id: r.cost_share for r in inputs[tech_id]})
        essential = [r.input_id for r in inputs[tech_id] if r.essential]
        other = [r.input_id for r in inputs[tech_id] if not r.essential]
        kinds = variants[tech_id]
        steps.append(
            _Step(
                i,
                np.array([row[e] for e in essential], dtype=np.intp),
                np.array([row[o] for o in other], dtype=np.intp),
                np.array([cost[o] for o in other], dtype=float),
                np.array([row[v.variant_id] for v in kinds], dtype=np.intp),
                np.array([v.weight for v in kinds], dtype=float),
                frozenset(row[x] for x in (*essential, *other, *(v.variant_id for v in kinds))),
            )
        )
    return steps


def cost_shares(stated: dict[str, float | None]) -> dict[str, float]:
    """
    Fill unknown cost shares as unknown market shares are filled.

    Parameters
    ----------
    stated
        Cost share of each input, ``None`` where nobody states it.

    Returns
    -------
    shares
        The stated ones, and for the others an equal split of what these leave, one part
        of which is the maker's own work.

    Examples
    --------
    >>> cost_shares({"wafer": 0.4, "mask": None, "gas": None})
    {'wafer': 0.4, 'mask': 0.2, 'gas': 0.2}
    """
    blanks = sum(value is None for value in stated.values())
    left = max(0.0, 1.0 - sum(value or 0.0 for value in stated.values()))
    part = round(left / (blanks + 1), 12)
    return {name: part if value is None else value for name, value in stated.items()}
