"""Which countries and technologies could stop a US need."""

from __future__ import annotations

import numpy as np

from graph.model import US
from graph.schema import Need
from queries.answers.explain.parts import FROM, NUMBERS, SHOWN, TARGETS
from queries.answers.facts import Facts
from queries.chokepoint import evidence
from queries.loss import denied_by, losses


def need(facts: Facts, found: Need, horizon: float) -> None:
    """Show which countries and technologies could stop a need."""
    kg = facts.kg
    n = len(kg.technologies)
    stops = losses(kg, np.eye(n), horizon=horizon)
    order = sorted(range(n), key=lambda i: (-stops[i].by_need[found.need_id], i))
    for i in order[:SHOWN]:
        lost = stops[i].by_need[found.need_id]
        if lost > 0:
            tech_id = list(kg.technologies)[i]
            facts.add(
                TARGETS,
                (f"lost without {kg.name(tech_id)}", f"失去「{kg.name(tech_id, 'zh')}」之損失"),
                lost,
                unit="fraction",
                confidence=evidence(kg, tech_id)[0],
                source=(evidence(kg, tech_id)[1] or (None,))[0],
            )
    denials = np.stack([denied_by(kg, [(c, None)]) for c in kg.countries], axis=1)
    by_country = losses(kg, denials, horizon=horizon)
    pairs = sorted(
        (
            (x.by_need[found.need_id], c)
            for x, c in zip(by_country, kg.countries, strict=True)
            if c != US
        ),
        reverse=True,
    )
    for lost, country in pairs[:5]:
        if lost > 0:
            facts.add(
                FROM,
                (
                    f"lost if {kg.name(country)} withholds",
                    f"{kg.name(country, 'zh')}斷供之損失",
                ),
                lost,
                unit="fraction",
            )
    facts.numbers(NUMBERS, found)
