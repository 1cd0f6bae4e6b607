"""Facts with their sources: the rows of which ``show`` and ``explain`` are made."""

from __future__ import annotations

from dataclasses import dataclass

from graph.model import Figure, Graph
from graph.schema import Record, columns
from queries.result import Column, Value

COLUMNS = (
    Column("part", "part", "部分"),
    Column("part_zh", "part (Chinese)", "中文部分", brief=False),
    Column("item", "item", "項目"),
    Column("item_zh", "item (Chinese)", "中文項目", brief=False),
    Column("value", "value", "數值"),
    Column("unit", "unit", "單位", brief=False),
    Column("low", "low", "低", brief=False),
    Column("high", "high", "高", brief=False),
    Column("year", "year", "年", digits=0),
    Column("confidence", "conf.", "可信度", digits=0),
    Column("assumed", "assumed", "假設", brief=False),
    Column("sources", "source", "來源"),
    Column("note", "note", "備註", brief=False),
)


@dataclass(slots=True)
class Facts:
    """A list of facts about one node, in parts."""

    kg: Graph
    rows: list[dict[str, Value]]

    def add(
        self,
        part: tuple[str, str],
        item: tuple[str, str],
        value: Value,
        *,
        unit: str = "",
        low: float | None = None,
        high: float | None = None,
        year: int | None = None,
        confidence: int | None = None,
        source: str | None = None,
        note: str | None = None,
    ) -> None:
        """Add one fact; its source, if any, is marked where it is an assumption."""
        found = self.kg.sources.get(source or "")
        assumed = bool(found and found.kind == "assumption")
        self.rows.append(
            {
                "part": part[0],
                "part_zh": part[1],
                "item": item[0],
                "item_zh": item[1],
                "value": format_value(value, unit, low, high) if value is not None else None,
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
                name = column.name.replace("_", " ")
                found = self.kg.figure(record, column.name)
                self.figure(part, (name, column.name), found, column.unit)


def format_value(value: Value, unit: str, low: float | None, high: float | None) -> str:
    """Return a value as people read it, with its range if it has one."""
    if not isinstance(value, float):
        return str(value)
    scale, sign = (100.0, "%") if unit == "fraction" else (1.0, "")
    text = f"{scale * value:.4g}{sign}"
    if low is not None and high is not None and low != high:
        text += f" ({scale * low:.3g}{sign} to {scale * high:.3g}{sign})"
    return text if unit == "fraction" else f"{text} {unit}".rstrip()


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
