"""Why a technology matters."""

from __future__ import annotations

import numpy as np

from graph.model import US
from graph.schema import Technology
from queries.answers.explain.parts import NUMBERS, VERDICT, add_losses, add_path
from queries.answers.facts import Facts, add_share, names
from queries.chokepoint import evidence
from queries.loss import losses, substitution
from queries.market import markets


def technology(facts: Facts, tech: Technology, horizon: float) -> None:
    """Tell what is lost without a technology, who has it, and how long it takes to replace."""
    kg = facts.kg
    market = markets(kg)[tech.tech_id]
    i = list(kg.technologies).index(tech.tech_id)
    whole = np.zeros(len(kg.technologies))
    whole[i] = 1 - market.unattributed
    foreign = [c for c in market.countries if c != US][:3]
    columns = np.zeros((len(whole), len(foreign) + 1))
    columns[:, 0] = whole
    for j, country in enumerate(foreign, 1):
        columns[i, j] = market.of(country)
    found = losses(kg, columns, horizon=horizon)
    facts.add(
        VERDICT,
        ("exposure: all named providers withhold", "曝險：所有供應者斷供"),
        found[0].share,
        unit="fraction",
    )
    for j, country in enumerate(foreign, 1):
        facts.add(
            VERDICT,
            (f"leverage of {kg.name(country)} here", f"{kg.name(country, 'zh')}於此之槓桿"),
            found[j].share,
            unit="fraction",
        )
    months = substitution(kg)
    facts.add(
        VERDICT,
        ("time to substitute", "替代月數")
        if months.stated[i]
        else ("time to substitute, inferred", "替代月數（推估）"),
        float(months.months[i]),
        unit="months",
        source=(evidence(kg, tech.tech_id)[1] or (None,))[-1],
    )
    if foreign:
        at_risk = found[1].share * float(months.months[i]) / 12
        facts.add(VERDICT, ("need-years at risk", "受險需求年"), at_risk)
    add_losses(facts, found[0])
    for need_id, lost in sorted(found[0].by_need.items(), key=lambda x: -x[1])[:3]:
        if lost > 0:
            add_path(facts, tech.tech_id, need_id)
    for h in market.holdings:
        add_share(facts, NUMBERS, names(kg, h.holder), h)
