"""The parts that an explanation is told in, and what several of them add alike."""

from __future__ import annotations

import networkx as nx

from queries.answers.facts import Facts
from queries.loss import Loss
from queries.structure import inputs

VERDICT = ("verdict", "判定")
TARGETS = ("targets", "標的")
RIGHTS = ("rights", "權利")
NEEDS = ("US needs", "美國需求")
FROM = ("comes from", "取自")
LEDGERS = ("ledgers", "帳冊")
PATHS = ("paths", "路徑")
NUMBERS = ("numbers used", "所用數字")
FLIP = ("would change it", "翻轉條件")

SHOWN = 8
"""Rows of one part at the most."""


def add_losses(facts: Facts, found: Loss) -> None:
    """Add the needs that lose most."""
    for need_id, lost in sorted(found.by_need.items(), key=lambda x: -x[1])[:SHOWN]:
        if lost > 0:
            need = facts.kg.needs[need_id]
            facts.add(
                NEEDS, (need.name_en, need.name_zh), lost, unit="fraction",
                year=need.year, confidence=need.confidence, source=need.source_id,
            )  # fmt: skip


def add_path(facts: Facts, tech_id: str, need_id: str) -> bool:
    """Add the shortest way of inputs from a technology to a need; tell whether there is one."""
    kg, g = facts.kg, inputs(facts.kg)
    if not nx.has_path(g, tech_id, need_id):
        return False
    path = nx.shortest_path(g, tech_id, need_id)
    facts.add(
        PATHS,
        (" → ".join(map(kg.name, path)), " → ".join(kg.name(n, "zh") for n in path)),
        None,
    )
    return True
