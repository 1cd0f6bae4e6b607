"""Why a firm or a country matters."""

from __future__ import annotations

import numpy as np

from graph.errors import RequestError
from queries.answers.explain.parts import SHOWN, TARGETS, VERDICT, add_losses
from queries.answers.facts import Facts, add_leverage
from queries.chokepoint import evidence
from queries.loss import denied_by, losses


def holder(facts: Facts, own: str, horizon: float) -> None:
    """Tell what a firm or country could deny, and where."""
    kg = facts.kg
    denied = denied_by(kg, [(own, None)])
    if not denied.any():
        raise RequestError(f"'{own}' provides nothing that is recorded; try show")
    found = add_leverage(facts, VERDICT, denied, horizon)
    has = np.flatnonzero(denied)
    single = np.zeros((len(denied), len(has)))
    single[has, np.arange(len(has))] = denied[has]
    at = losses(kg, single, horizon=horizon)
    for n in sorted(range(len(has)), key=lambda n: (-at[n].share, n))[:SHOWN]:
        tech_id = list(kg.technologies)[has[n]]
        facts.add(
            TARGETS,
            (
                f"at {kg.name(tech_id)}, share {denied[has[n]]:.0%}",
                f"於「{kg.name(tech_id, 'zh')}」，占比 {denied[has[n]]:.0%}",
            ),
            at[n].share,
            unit="fraction",
            confidence=evidence(kg, tech_id)[0],
            source=(evidence(kg, tech_id)[1] or (None,))[0],
        )
    add_losses(facts, found)
