"""Answers as tables of a page: each cell as people read it, and the raw value to sort and copy."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from queries.output.render import show
from queries.output.result import Column, Result, Row, Value
from queries.pages.shell import plain

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Mark:
    """A short reference to a source or an assumption below."""

    label: str
    target: str
    title: str
    assumed: bool


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; ``kind`` says what its cells are."""

    title: Pair
    kind: str


@dataclass(frozen=True, slots=True)
class Cell:
    """
    One cell.

    Attributes
    ----------
    text
        What is shown, English and Chinese; one of both where they are the same.
    value
        A number to sort by and to copy, as text; empty where unknown or no number.
    code
        Id shown behind a name.
    style
        Class of the cell.
    marks
        Sources.
    """

    text: Pair
    value: str = ""
    code: str = ""
    style: str = ""
    marks: Sequence[Mark] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """What the template needs to write a table."""

    id: str
    caption: Pair
    heads: Sequence[Head]
    rows: Sequence[Sequence[Cell]]
    style: str = ""
    foot: Sequence[Cell] = ()


def table(
    result: Result,
    columns: Sequence[str],
    *,
    id: str,
    caption: Pair,
    rows: Sequence[Row] | None = None,
    titles: Mapping[str, Pair] | None = None,
    texts: Callable[[Row, str], Pair | None] | None = None,
    marks: Callable[[Row], Sequence[Mark]] | None = None,
    styles: Callable[[Row, str], str] | None = None,
    numbered: bool = False,
    style: str = "",
) -> Table:
    """
    Return an answer as a table of a page.

    Parameters
    ----------
    columns
        Which columns of the answer, in order.
    rows
        Which of its rows; all by default.
    titles
        Headings in place of the answer's own.
    texts
        What a cell shows in place of its own text, by row and column; ``None`` for its own.
    marks
        The sources of a row; they make a last column.
    styles
        Class of a cell, by row and column.
    numbered
        Whether a first column numbers the rows.
    """
    named = {c.name: c for c in result.columns}
    chosen = [named[name] for name in columns]
    heads = [Head(_title(c, titles or {}), "number" if _number(c) else c.name) for c in chosen]
    body = []
    for n, row in enumerate(result.rows if rows is None else rows, 1):
        cells = [Cell((str(n), str(n)), str(n))] if numbered else []
        for c in chosen:
            style_of = styles(row, c.name) if styles else ""
            cells.append(_cell(row, c, style_of, texts(row, c.name) if texts else None))
        if marks:
            cells.append(Cell(("", ""), marks=marks(row)))
        body.append(cells)
    if numbered:
        heads.insert(0, Head(("#", "序"), "number"))
    if marks:
        heads.append(Head(("rests on", "依據"), "marks"))
    return Table(id, caption, heads, body, style)


def _title(column: Column, titles: Mapping[str, Pair]) -> Pair:
    if column.name in titles:
        return titles[column.name]
    unit = f" ({column.unit})" if column.unit not in ("", "fraction") else ""
    return column.en + unit, column.zh + unit


def _number(column: Column) -> bool:
    return column.digits is not None


def _cell(row: Row, column: Column, style: str, text: Pair | None) -> Cell:
    value = row.get(column.name)
    if text is None:
        chinese = row.get(f"{column.name}_zh", value)
        text = show(value, column, "en"), show(chinese, column, "zh")
    text = plain(text[0]), plain(text[1])
    code = plain(identity(row)) if column.name == "name" else ""
    return Cell(text, raw(value) if _number(column) else "", code, style)


def identity(row: Row) -> str:
    """Return the id of a row, which other commands take."""
    for key in ("investment_id", "control_id", "id"):
        if row.get(key):
            return str(row[key])
    return ""


def raw(value: Value) -> str:
    """Return a number with all its digits; nothing where it is unknown."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or math.isnan(value):
        return ""
    return repr(float(f"{value:.12g}")) if isinstance(value, float) else str(value)
