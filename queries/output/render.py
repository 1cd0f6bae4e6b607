"""One result as table, CSV, JSON or Markdown. Han characters are two cells wide."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from graph.words import METRICS, Lang, pick, word
from queries.output.cells import safe
from queries.output.formats import Format
from queries.output.result import Column, Result, Row, Value
from queries.output.wrapping import atoms, cells, widths, wrap

if TYPE_CHECKING:
    from rich.table import Table

_SOURCES_SHOWN = 6
_NAME_WIDTH, _WORD_WIDTH = 16, 8  # that columns of words have at the least
_WHOLE_WIDTH = 32  # longer words may be broken
_GAP = 2  # cells between columns
_ROWS_WEIGHED = 100  # for the widths of columns
IDS = ("id", "investment_id", "need_id", "control_id", "tech_id", "country", "player")


def render(result: Result, form: Format, *, lang: Lang = "en", width: int = 100) -> str:
    """Return a result as text in one of the formats."""
    if form is Format.JSON:
        return to_json(result)
    if form is Format.CSV:
        return to_csv(result, lang=lang)
    if form is Format.MD:
        return to_markdown(result, lang=lang)
    return to_table(result, lang=lang, width=width)


def to_json(result: Result) -> str:
    """Return the result as one JSON object, as the command-line contract has it."""
    payload = {
        "query": result.query,
        "parameters": dict(result.parameters),
        "data_version": result.data_version,
        "columns": [
            {"name": c.name, "unit": c.unit, "title_en": c.en, "title_zh": c.zh}
            for c in result.columns
        ],
        "rows": [
            {c.name: _plain(row.get(c.name)) for c in result.columns} for row in result.rows
        ],
        "notes": [{"en": en, "zh": zh} for en, zh in result.notes],
    }
    return json.dumps(payload, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def to_csv(result: Result, *, lang: Lang = "en") -> str:
    """Return the result as CSV that Excel opens rightly: BOM, no formula, all columns."""
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*(c.name for c in result.columns), "data_version"])
    for row in result.rows:
        cells = [safe(_plain(row.get(c.name))) for c in result.columns]
        writer.writerow([*cells, result.data_version])
    return out.getvalue()


def to_markdown(result: Result, *, lang: Lang = "en") -> str:
    """Return the result as Markdown tables of its main columns."""
    lines = []
    for name, columns, rows in _sections(result):
        if name:
            lines += [f"**{word(name, lang)}**", ""]
        lines.append("| " + " | ".join(_title(c, lang) for c in columns) + " |")
        lines.append(
            "|" + "|".join("---:" if c.digits is not None else "---" for c in columns) + "|"
        )
        for row in rows:
            cells = (_cell(row, c, lang) for c in columns)
            escaped = (c.replace("|", "\\|").replace("\n", " ") for c in cells)
            lines.append("| " + " | ".join(escaped) + " |")
        lines.append("")
    lines += [f"- {line}" for line in footer(result, lang)]
    return "\n".join(lines) + "\n"


def to_table(result: Result, *, lang: Lang = "en", width: int = 100) -> str:
    """Return the result as aligned tables of its main columns."""
    from rich.console import Console
    from rich.text import Text

    out = io.StringIO()
    console = Console(file=out, width=width, color_system=None, legacy_windows=False)
    for name, columns, rows in _sections(result):
        if name:
            console.print(Text(f"{word(name, lang)} ({len(rows)})"))
        table, needed = _rich_table(columns, rows, lang, width)
        # Too narrow a terminal wraps the lines: better than hiding columns in silence.
        console.width = max(width, needed)
        console.print(table)
        console.print()
    console.width = width
    if not result.rows:
        console.print(Text(pick(lang, "nothing found", "查無資料")))
    for line in footer(result, lang):
        for part in wrap(line, width):
            console.print(Text(part, no_wrap=True))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _sections(result: Result) -> Iterator[tuple[str, list[Column], list[Row]]]:
    """Yield the parts into which a result is divided for reading."""
    names = dict.fromkeys(str(r.get(result.sections)) for r in result.rows)
    for name in names if result.sections else [""]:
        columns = [c for c in result.columns if c.brief and c.only in ("", name)]
        rows = [r for r in result.rows if not name or r.get(result.sections) == name]
        if rows:
            yield name, columns, rows


def _rich_table(
    columns: Sequence[Column], rows: Sequence[Row], lang: Lang, room: int
) -> tuple[Table, int]:
    """Return a table and the cells it takes, which are more than ``room`` only at need."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    texts = [[_cell(row, c, lang) for c in columns] for row in rows]
    sizes = _widths(columns, [[_title(c, lang) for c in columns], *texts], room)
    table = Table(
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, 1),
        collapse_padding=True,
    )
    for c, size in zip(columns, sizes, strict=True):
        table.add_column(
            Text("\n".join(wrap(_title(c, lang), size))),
            justify="left" if c.digits is None else "right",
            width=size,
            no_wrap=True,
        )
    for line in texts:
        parts = zip(line, sizes, strict=True)
        table.add_row(*(Text("\n".join(wrap(text, size))) for text, size in parts))
    return table, sum(sizes) + _GAP * (len(columns) - 1)


def _widths(columns: Sequence[Column], texts: Sequence[Sequence[str]], room: int) -> list[int]:
    """Return the width of each column: all of its numbers, and of words what there is room for."""
    found = [max(1, *(cells(row[n]) for row in texts)) for n in range(len(columns))]
    worded = [n for n, c in enumerate(columns) if c.digits is None]
    most = [found[n] for n in worded]
    left = room - _GAP * (len(columns) - 1) - sum(found) + sum(most)
    least, whole = [], []
    for n, size in zip(worded, most, strict=True):
        longest = max((cells(a) for row in texts for a in atoms(row[n])), default=1)
        least.append(min(size, _NAME_WIDTH if columns[n].name == "name" else _WORD_WIDTH))
        whole.append(max(least[-1], min(longest, _WHOLE_WIDTH)))
    # Ids and words stay whole as far as there is room, in as many columns as can be.
    for n in sorted(range(len(worded)), key=lambda n: whole[n] - least[n]):
        if whole[n] - least[n] <= left - sum(least):
            least[n] = whole[n]
    table = [[cells(row[n]) for n in worded] for row in texts[:_ROWS_WEIGHED]]
    for n, size in zip(worded, widths(table, least, most, left), strict=True):
        found[n] = size
    return found


def _cell(row: Row, column: Column, lang: Lang) -> str:
    """Return a printed cell; a name is followed by the id that other commands take."""
    text = show(_value(row, column, lang), column, lang)
    ids = [row[k] for k in IDS if k in row] if column.name == "name" else []
    return f"{text} [{ids[0]}]" if ids and column.brief else text


def _value(row: Row, column: Column, lang: Lang) -> Value:
    """Return a cell, in Chinese where the row has it in Chinese."""
    if lang == "zh":
        return row.get(f"{column.name}_zh", row.get(column.name))
    return row.get(column.name)


def footer(result: Result, lang: Lang) -> list[str]:
    """Return what must stand under every table: notes, sources, data version."""
    lines = [pick(lang, en, zh) for en, zh in result.notes]
    used: dict[str, int] = {}
    for row in result.rows:
        for name in str(row.get("sources") or "").split(";"):
            if name:
                used[name] = used.get(name, 0) + 1
    if used:
        named = sorted(used, key=lambda n: (-used[n], n))
        more = len(named) - _SOURCES_SHOWN
        text = ", ".join(named[:_SOURCES_SHOWN])
        if more > 0:
            text += pick(
                lang,
                f" and {more} more (--format csv)",
                f" 等 {len(named)} 項（--format csv 全列）",
            )
        lines.append(pick(lang, f"sources: {text}", f"來源：{text}"))
    lines.append(pick(lang, f"data {result.data_version}", f"資料版本 {result.data_version}"))
    return lines


def show(value: Value, column: Column, lang: Lang) -> str:
    """Return a value as people read it: percent, fixed digits, words of the language."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "–" if column.digits is not None else ""
    if isinstance(value, bool):
        return word("yes" if value else "no", lang)
    if isinstance(value, (int, float)) and column.digits is not None:
        if column.unit == "fraction":
            return f"{100 * value:z.{column.digits}f}%"
        return f"{value:z.{column.digits}f}"
    text = str(value)
    if column.name == "metric":
        return pick(lang, *METRICS.get(text, (text, text)))
    # A bare digit is a number, unless it is one of the six directions.
    return text if text.isdigit() and column.name != "direction" else word(text, lang)


def _title(column: Column, lang: Lang) -> str:
    unit = column.unit if column.unit not in ("", "fraction") else ""
    return f"{column.title(lang)} ({unit})" if unit else column.title(lang)


def _plain(value: Value) -> Value:
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        # Twelve digits: what double precision carries through the cascade.
        return float(f"{value:.12g}") + 0.0
    return value
