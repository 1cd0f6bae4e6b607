"""``neo4j queries`` and ``neo4j query``: the saved questions, and what a server answers.

A node is written as its id, a relationship as its type between the ids of its ends, a path as a
chain of them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from graph.files import bundled, digest
from graph.store.load import loaded
from queries.answers import calendar, chokepoints, control, facts, power, shift
from queries.browser.saved import Parameter, Question
from queries.output.render import IDS
from queries.output.result import Column, Result, Row, Value

if TYPE_CHECKING:
    from neo4j import Driver
    from neo4j.graph import Node, Relationship

LISTED = (
    Column("name", "name", "名稱"),
    Column("title", "title", "標題"),
    Column("title_zh", "title (Chinese)", "中文標題", brief=False),
    Column("parameters", "parameters", "參數"),
)

# Columns that no answer has; others keep the heading, unit and digits of their answer.
_OWN = (
    Column("betweenness", "betw.", "中介", digits=3),
    Column("chain", "chain", "鏈"),
    Column("control_points", "points", "控制點數", digits=0),
    Column("country", "country", "國家"),
    Column("cri_open", "open", "未定", "fraction", 0),
    Column("cri_taiwan", "Taiwan", "臺灣", "fraction", 0),
    Column("cri_us", "US", "美國", "fraction", 0),
    Column("customer", "customer", "客戶"),
    Column("depth", "depth", "層", digits=0),
    Column("essential", "essential", "必要"),
    Column("foreign_loss", "foreign loss", "外國斷供損失", "fraction", 0),
    Column("high", "high", "高", digits=3),
    Column("holder", "holder", "持有者"),
    Column("in_degree", "in", "入度", digits=3),
    Column("investments", "investments", "投資案"),
    Column("known", "known", "已知數", digits=0),
    Column("label", "what", "類別"),
    Column("low", "low", "低", digits=3),
    Column("metric", "metric", "計量"),
    Column("mode", "mode", "眾數", digits=3),
    Column("name", "name", "名稱"),
    Column("note", "note", "備註"),
    Column("open_rights", "open rights", "未定之權利"),
    Column("out_degree", "out", "出度", digits=3),
    Column("owner", "owner", "股東"),
    Column("owner_country", "its country", "股東所在國"),
    Column("pagerank", "PageRank", "PageRank", digits=4),
    Column("points", "which", "控制點"),
    Column("property", "number", "數字"),
    Column("provider", "provider", "供應者"),
    Column("providers", "providers", "供應者"),
    Column("publisher", "publisher", "發布者"),
    Column("relationship", "relationship", "關係"),
    Column("required_by", "required by", "用於", digits=0),
    Column("rights", "rights", "權利"),
    Column("score", "score", "分數", digits=2),
    Column("share", "share", "占比", "fraction", 0),
    Column("share_high", "high", "高", "fraction", 0),
    Column("share_low", "low", "低", "fraction", 0),
    Column("stage", "stage", "階段"),
    Column("stake", "stake", "持股", "fraction", 1),
    Column("stakes", "stakes", "各層持股"),
    Column("steps", "steps", "步數", digits=0),
    Column("targeted", "targets", "標的"),
    Column("tech_id", "technology", "技術"),
    Column("techs", "technologies", "技術"),
    Column("tier", "tier", "層級", digits=0),
    Column("title", "title", "標題"),
    Column("unknown", "share unknown of", "占比未知者"),
    Column("url", "address", "網址"),
    Column("us_demand_usd_bn", "demand", "需求額", "US$ bn", 1),
    Column("value", "value", "數值", digits=3),
    Column("voting", "votes", "表決權", "fraction", 1),
)
_KNOWN = {
    c.name: c
    for columns in (
        facts.COLUMNS,
        calendar.COLUMNS,
        power.COLUMNS,
        control.COUNTRIES,
        shift.COLUMNS,
        chokepoints.columns(chokepoints.By.TECHNOLOGY),
        _OWN,
    )
    for c in columns
}
# In every format but the printed table, which is a hundred wide.
_NOT_BRIEF = {"sources", "url", "points", "top_holder", "publisher", "note"}


def listed(questions: Sequence[Question]) -> Result:
    """Return the saved questions: name, title, parameters with their defaults."""
    rows = [
        {
            "name": q.name,
            "title": q.en,
            "title_zh": q.zh,
            "parameters": ", ".join(f"{n}={v}" for n, v in q.defaults.items()),
        }
        for q in questions
    ]
    version = digest(sorted((bundled() / "browser").glob("*.cypher")))
    return Result("neo4j queries", {}, LISTED, rows, version)


def answer(
    driver: Driver,
    question: Question,
    parameters: Mapping[str, Parameter],
    *,
    database: str | None = None,
) -> Result:
    """Return what a server answers to a saved question; nothing is written to it."""
    found = driver.execute_query(
        question.cypher,
        parameters_=dict(parameters),
        database_=database,
        routing_="r",
    )
    rows: list[Row] = [
        {name: _value(record[name]) for name in found.keys} for record in found.records
    ]
    drawn = {n for n in found.keys if any(_is_drawn(r[n]) for r in found.records)}
    drawn |= {n for n in found.keys if all(r[n] == [] for r in found.records)}
    version = str(loaded(driver, database=database).get("data_version", ""))
    return Result(
        f"neo4j query {question.name}",
        dict(parameters),
        _columns(found.keys, drawn),
        rows,
        version,
        ((question.en, question.zh),),
    )


def _columns(names: Sequence[str], drawn: set[str]) -> list[Column]:
    """Return the columns of an answer; what only Browser draws is not in the printed table."""
    key = next((name for name in IDS if name in names), "") if "name" in names else ""
    return [
        dataclasses.replace(
            _KNOWN.get(name, Column(name, name, name)),
            brief=not (
                name == key or name in drawn or name in _NOT_BRIEF or name.endswith("_zh")
            ),
            only="",
        )
        for name in names
    ]


def _is_drawn(cell: object) -> bool:
    """Tell whether a cell is a node, a relationship or a path, or a list of such."""
    from neo4j.graph import Node, Path, Relationship

    if isinstance(cell, list):
        return any(map(_is_drawn, cell))
    return isinstance(cell, (Node, Relationship, Path))


def _value(cell: object) -> Value:
    """Return a cell as a plain value: lists joined, what is drawn by its ids."""
    from neo4j.graph import Node, Path, Relationship

    if isinstance(cell, list):
        return ("; " if _is_drawn(cell) else ", ").join(str(_value(part)) for part in cell)
    if isinstance(cell, Node):
        return str(cell.get("id", cell.element_id))
    if isinstance(cell, Relationship):
        return _arrow(cell, cell.start_node)
    if isinstance(cell, Path):
        text = str(_value(cell.start_node))
        for before, relationship in zip(cell.nodes, cell.relationships, strict=False):
            text += _arrow(relationship, before).removeprefix(str(_value(before)))
        return text
    return cell if cell is None or isinstance(cell, (str, int, float, bool)) else str(cell)


def _arrow(relationship: Relationship, before: Node | None) -> str:
    """Write a relationship as seen from one of its ends: a -[OWNS]-> b, or b <-[OWNS]- a."""
    start, end = _value(relationship.start_node), _value(relationship.end_node)
    if before == relationship.start_node:
        return f"{start} -[{relationship.type}]-> {end}"
    return f"{end} <-[{relationship.type}]- {start}"
