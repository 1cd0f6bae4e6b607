"""``explain``: why an investment ranks as it does, or why a technology or holder matters."""

from __future__ import annotations

from graph.errors import RequestError
from graph.model import Graph
from graph.schema import ControlPoint, Investment, Need, Technology
from queries.answers.explain.holder import holder
from queries.answers.explain.investment import investment
from queries.answers.explain.need import need
from queries.answers.explain.technology import technology
from queries.answers.facts import COLUMNS, Facts, cite
from queries.loss import HORIZON
from queries.output.result import Result

__all__ = ["answer"]


def answer(kg: Graph, text: str, *, horizon: float = HORIZON) -> Result:
    """
    Return why a node has the place it has.

    Raises
    ------
    NotFound
        If no node is called that.
    RequestError
        If nothing is computed of such a node.
    """
    found = kg.node(text)
    facts = Facts(kg, [])
    if isinstance(found, Investment):
        investment(facts, found, horizon)
    elif isinstance(found, Technology):
        technology(facts, found, horizon)
    elif isinstance(found, Need):
        need(facts, found, horizon)
    elif isinstance(found, ControlPoint):
        raise RequestError(f"'{text}' is a control point; explain {found.tech_id}, or show it")
    else:
        holder(facts, found.key[0], horizon)
    used = {str(r["sources"]) for r in facts.rows if r["sources"]}
    return Result(
        "explain",
        {"id": found.key[0], "horizon": horizon},
        COLUMNS,
        facts.rows,
        kg.version,
        cite(kg, used),
    )
