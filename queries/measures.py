"""Every measure of every node, by id: what Neo4j and the HTML page show and sort by.

The values are those of the answers ``chokepoints``, ``control``, ``shift``, ``centrality`` and
``power``, so that the three places cannot disagree. A measure that is not defined for a node, or
whose inputs are unknown, is absent: unknown is never zero. Zero is a finding: somebody is named as
a provider and no US need would miss it.

A few columns of the answers have another name here, as a node's own column has theirs:

================================  ==============================================================
``months_to_substitute``          months used, stated or inferred (``time_basis``)
``evidence_confidence``           least confidence of the rows behind the measures
``evidence``                      the sources of those rows
================================  ==============================================================
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from graph.model import TAIWAN, US, Graph, once
from queries.answers import centrality, chokepoints, control, power, shift
from queries.answers.chokepoints import By
from queries.centrality import Of, view
from queries.control import REST, index
from queries.loss import losses, weights
from queries.market import homes, shares
from queries.output.result import Result, Row, Value

Measures = dict[str, Value]

_RENAMED = {
    "time_to_substitute_months": "months_to_substitute",
    "confidence": "evidence_confidence",
    "sources": "evidence",
}
# Columns of an answer that the node itself has, or that only serve the printed table.
_OWN = {"id", "investment_id", "country", "player", "name", "name_zh", "direction", "rank"}
# Of a firm or a country these are the figures of one of its technologies, not its own.
_OF_ANOTHER = {"hhi_low", "hhi_high", "top_holder", "denier", "us_share", "taiwan_share",
               "sole_provider", "time_basis"}  # fmt: skip


@once
def measures(kg: Graph) -> dict[str, Measures]:
    """
    Return the measures of every node, by id and by the name of the measure.

    Parameters
    ----------
    kg
        The graph; measures over US needs are left out where no need is loaded.

    Returns
    -------
    measures
        Of a technology, firm and country: ``exposure``, ``leverage``, ``need_years_at_risk``
        and the other columns of ``chokepoints``, and position (``pagerank`` and others). Of a
        country also ``cri`` with its interval, rights, and power (``shapley``). Of a need:
        its ``weight`` among all, ``foreign_loss`` if every holder outside the US withholds, and
        the control-right indices ``cri_taiwan``, ``cri_us``, ``cri_open`` over it. Of an
        investment: ``verdict``, ``reason``, ``p1_need`` to ``joint``, ``shift_pp`` and the three
        ledgers. Of a control point: what its technology has at risk. Shares are fractions, shifts
        percentage points, money US$ bn.
    """
    found: dict[str, Measures] = {record_id: {} for record_id in kg.nodes}
    for of in (o for o in Of if view(kg, o)[0]):
        _take(found, centrality.answer(kg, of=of), "id")
    if not kg.needs:
        return found
    _harmless(kg, found)
    for by in By:
        holder = by is not By.TECHNOLOGY
        _take(found, chokepoints.answer(kg, by=by), "id", _OF_ANOTHER if holder else ())
    _take(found, control.answer(kg), "country")
    _take(found, power.answer(kg, by_firm=False), "player")
    if kg.investments:
        _take(found, shift.answer(kg), "investment_id")
    _needs(kg, found)
    for point in kg.control_points.values():
        at = found[point.tech_id]
        for name in ("exposure", "leverage", "need_years_at_risk"):
            if name in at:
                found[point.control_id][name] = at[name]
    return found


def _take(
    found: dict[str, Measures], result: Result, key: str, without: Iterable[str] = ()
) -> None:
    """Put the known values of an answer's rows to their nodes."""
    names = [c.name for c in result.columns if c.name not in {*_OWN, *without}]
    for row in result.rows:
        if row[key] != REST:
            found[str(row[key])].update(_known(row, names))


def _known(row: Row, names: Iterable[str]) -> Measures:
    return {
        _RENAMED.get(name, name): value
        for name in names
        if (value := row.get(name)) not in (None, "")
        and not (isinstance(value, float) and math.isnan(value))
    }


def _harmless(kg: Graph, found: dict[str, Measures]) -> None:
    """Put zero loss to all that is provided by somebody; the chokepoints then say more."""
    table, home = shares(kg), np.array(homes(kg))
    provided = {t for i, t in enumerate(table.techs) if table.unattributed[i] < 1}
    provide = table.matrix.sum(axis=0) > 0
    provided |= {h for j, h in enumerate(table.holders) if provide[j]} | set(home[provide])
    for record_id in provided:
        found[record_id].update(exposure=0.0, leverage=0.0, need_years_at_risk=0.0)


def _needs(kg: Graph, found: dict[str, Measures]) -> None:
    w, held = weights(kg), index(kg).by_need
    foreign = np.array(homes(kg)) != US
    (lost,) = losses(kg, shares(kg).matrix[:, foreign].sum(axis=1)[:, None])
    for i, need_id in enumerate(w.needs):
        at = held[need_id]
        found[need_id].update(
            weight=float(w.share[i]), foreign_loss=lost.by_need[need_id],
            cri_taiwan=at[TAIWAN], cri_us=at[US], cri_open=max(0.0, 1 - sum(at.values())),
        )  # fmt: skip
