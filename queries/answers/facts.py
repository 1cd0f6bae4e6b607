"""Facts with their sources: the rows of which ``show`` and ``explain`` are made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.model import Figure, Graph
from graph.schema import ControlPoint, Provides, Record, columns
from graph.words import Lang, both, pick, word
from queries.cascade import Floats
from queries.loss import HORIZON, Loss, loss
from queries.market import Holding
from queries.output.result import Column, Value

COLUMNS = (
    Column("part", "part", "部分"),
    Column("part_zh", "part (Chinese)", "中文部分", brief=False),
    Column("item", "item", "項目"),
    Column("item_zh", "item (Chinese)", "中文項目", brief=False),
    Column("value", "value", "數值"),
    Column("value_zh", "value (Chinese)", "中文數值", brief=False),
    Column("unit", "unit", "單位", brief=False),
    Column("low", "low", "低", brief=False),
    Column("high", "high", "高", brief=False),
    Column("year", "year", "年", digits=0),
    Column("confidence", "conf.", "可信度", digits=0),
    Column("assumed", "assumed", "假設", brief=False),
    Column("sources", "source", "來源"),
    Column("note", "note", "備註", brief=False),
)


IS = ("is", "概況")
MEASURES = ("measures", "指標")


@dataclass(slots=True)
class Facts:
    """A list of facts about one node, in parts."""

    kg: Graph
    rows: list[dict[str, Value]]

    def add(
        self,
        part: tuple[str, str],
        item: tuple[str, str],
        value: Value | tuple[str, str],
        *,
        unit: str = "",
        low: float | None = None,
        high: float | None = None,
        year: int | None = None,
        confidence: int | None = None,
        source: str | None = None,
        note: str | None = None,
    ) -> None:
        """
        Add one fact; its source, if any, is marked where it is an assumption.

        A value in words is a pair, English and Chinese; a name or an id may stand alone.
        """
        if value is None:
            said: tuple[str | None, str | None] = (None, None)
        elif isinstance(value, tuple):
            said = value
        else:
            said = (
                format_value(value, unit, low, high),
                format_value(value, unit, low, high, "zh"),
            )
        found = self.kg.sources.get(source or "")
        assumed = bool(found and found.kind == "assumption")
        self.rows.append(
            {
                "part": part[0],
                "part_zh": part[1],
                "item": item[0],
                "item_zh": item[1],
                "value": said[0],
                "value_zh": said[1],
                "unit": unit,
                "low": low,
                "high": high,
                "year": year,
                "confidence": confidence,
                "assumed": assumed,
                "sources": source,
                "note": note,
            }
        )

    def figure(
        self, part: tuple[str, str], item: tuple[str, str], figure: Figure | None, unit: str
    ) -> None:
        """Add a number with all that a hearing asks of it."""
        if figure is None:
            return
        self.add(
            part,
            item,
            figure.value,
            unit=unit,
            low=figure.low,
            high=figure.high,
            year=figure.year,
            confidence=figure.confidence,
            source=figure.source.source_id,
            note=figure.note,
        )

    def numbers(self, part: tuple[str, str], record: Record) -> None:
        """Add every number of a row."""
        for column in columns(type(record)):
            if column.type == "number":
                found = self.kg.figure(record, column.name)
                self.figure(part, both(column.name), found, column.unit)


def format_value(
    value: Value, unit: str, low: float | None, high: float | None, lang: Lang = "en"
) -> str:
    """Return a value as people read it, with its range if it has one."""
    if not isinstance(value, float):
        return str(value)
    if abs(value) < 1e-12:  # what a sum of rounded parts leaves, or a negative nought
        value = 0.0
    scale, sign = (100.0, "%") if unit == "fraction" else (1.0, "")
    name = pick(lang, word(unit), word(unit, "zh"))
    if name.startswith("十億"):  # Chinese counts in 億, 1e8
        scale, name = 10.0, name.removeprefix("十")
    text = f"{scale * value:.4g}{sign}"
    if low is not None and high is not None and low != high:
        ends = f"{scale * low:.3g}{sign}", f"{scale * high:.3g}{sign}"
        text += pick(lang, " ({} to {})", "（{} 至 {}）").format(*ends)
    if unit in ("", "fraction"):
        return text
    return pick(lang, f"{text} {name}", f"{text}{name}")


def cite(kg: Graph, ids: set[str]) -> list[tuple[str, str]]:
    """Return the sources in full, as notes: title, publisher, year, address, or reasoning."""
    notes = []
    for source_id in sorted(ids & set(kg.sources)):
        s = kg.sources[source_id]
        if s.kind == "assumption":
            line = f"[{source_id}] assumption: {s.title}. {s.note}"
            line_zh = f"[{source_id}] 假設：{s.title}。{s.note}"
        else:
            line = line_zh = f"[{source_id}] {s.title} ({s.publisher}, {s.year}) {s.url}"
        notes.append((line, line_zh))
    return notes


def names(kg: Graph, record_id: str) -> tuple[str, str]:
    """Return what a node is called in both languages."""
    return kg.name(record_id), kg.name(record_id, "zh")


def listed(kg: Graph, ids: Iterable[str]) -> tuple[str, str]:
    """Return what several nodes are called in both languages."""
    found = [names(kg, i) for i in ids]
    return ", ".join(en for en, _ in found), "、".join(zh for _, zh in found)


def right_over(kg: Graph, point: ControlPoint) -> tuple[str, str]:
    """Return which right over what a control point is, in both languages."""
    en, zh = names(kg, point.tech_id)
    return f"{point.right}: {en}", f"{word(point.right, 'zh')}：{zh}"


def add_share(facts: Facts, part: tuple[str, str], name: tuple[str, str], h: Holding) -> None:
    """Add one share of a market, with what it is a share of as its note."""
    row = h.row
    facts.add(
        part,
        name,
        h.share,
        unit="fraction",
        low=h.low,
        high=h.high,
        year=row.year if row else None,
        confidence=row.confidence if row else None,
        source=row.source_id if row else None,
        note=_base(row) if row else None,
    )


def _base(row: Provides) -> str:
    base = f"{row.metric}, {row.market}"
    return f"{base}; {row.note}" if row.note else base


def add_leverage(
    facts: Facts, part: tuple[str, str], denied: Floats, horizon: float = HORIZON
) -> Loss:
    """Add what of US need a denial costs, by share and by known demand, and return it."""
    found = loss(facts.kg, denied, horizon=horizon)
    facts.add(
        part,
        (f"leverage, {horizon:g} months", f"槓桿（{horizon:g} 個月）"),
        found.share,
        unit="fraction",
    )
    facts.add(
        part,
        ("leverage, known demand", "槓桿（需求額已知）"),
        found.usd_bn,
        unit="US$ bn a year",
    )
    return found
