"""Strict CSV: text only on reading, the header checked, every fault by file and line.

Nothing is guessed: ``5%``, ``1,000`` and ``N/A`` are faults with a hint, not numbers. An
empty cell is unknown. A row that has a fault is reported, never skipped in silence.
"""

from __future__ import annotations

import csv
import io
import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from graph.errors import Fault
from graph.names import nearest
from graph.schema import Column, Record, columns
from loaders.header import wrong_header

_ID = re.compile(r"[a-z0-9][a-z0-9._-]*|[A-Z]{3}")
# Digits are 0-9 only: int() and float() would take those of every script.
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNKNOWN = {"n/a", "na", "-", "–", "—", "?", "nan", "null", "none", "unknown", "不明", "無"}
# Controls, line breaks, marks that turn the writing, half surrogates; the two joiners and
# soft hyphens of some scripts are letters' own.
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_JOINERS = "\u200c\u200d\u00ad"
# The bundled tables are under 1 MB together: this is a wrong file, not a large one.
_LARGEST = 64 * 1024 * 1024


class Faults(list[Fault]):
    """Faults found so far, and the ids of rows that had one.

    A row with a fault is not read, but its id is there: what refers to it is no fault.
    """

    def __init__(self) -> None:
        super().__init__()
        self.broken: set[str] = set()
        self.unreadable = False

    def stop(self, fault: Fault) -> None:
        """Add the fault of a whole file: what refers to its rows cannot be judged."""
        self.append(fault)
        self.unreadable = True


@dataclass(frozen=True, slots=True)
class Row:
    """A record and the place it was read from."""

    record: Record
    path: str
    line: int


def read(path: Path, table: type[Record], faults: Faults, *, shown: str = "") -> list[Row]:
    """
    Read one table, adding whatever is wrong with it to ``faults``.

    Parameters
    ----------
    path
        A CSV file: UTF-8 (with or without BOM), comma, first line the column names.
    table
        The record class whose columns the file must have.
    faults
        List to which faults are added; rows with faults are not returned.
    shown
        Name of the file in messages; its path by default.
    """
    shown = shown or str(path)
    text = _decode(path, shown, faults)
    if text is None:
        return []
    if not text.strip():
        faults.stop(Fault(shown, 1, "empty file; its first line must name the columns"))
        return []
    lines = _lines(text, shown, faults)
    first = next(lines, None)
    if first is None:
        return []
    header = [name.strip() for name in first[1]]
    known = {column.name: column for column in columns(table)}
    reasons = wrong_header(header, known)
    if reasons:
        for reason in reasons:
            faults.stop(Fault(shown, 1, reason))
        return []
    rows = []
    for line, cells in lines:
        record = _record(table, header, known, cells, shown, line, faults)
        if record is not None:
            rows.append(Row(record, shown, line))
    return rows


def _decode(path: Path, shown: str, faults: Faults) -> str | None:
    try:
        if not path.is_file():
            reason = "is a folder" if path.is_dir() else "is no file, or a link to nothing"
            faults.stop(Fault(shown, 0, reason))
            return None
        size = path.stat().st_size
        if size > _LARGEST:
            reason = f"{size / 2**20:.0f} MB, more than any table: at most {_LARGEST >> 20} MB"
            faults.stop(Fault(shown, 0, reason))
            return None
        raw = path.read_bytes()
    except OSError as error:
        faults.stop(Fault(shown, 0, f"cannot be read: {error.strerror}"))
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        guess = " (UTF-16?)" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ""
        faults.stop(Fault(shown, line, f"not UTF-8{guess}; save the file as CSV UTF-8"))
        return None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        faults.stop(Fault(shown, line, "has a NUL character; save it as CSV UTF-8"))
        return None
    return text


def _lines(text: str, shown: str, faults: Faults) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            faults.stop(Fault(shown, line, f"not CSV: {error}"))
            return
        yield line, cells


def _record(
    table: type[Record],
    header: list[str],
    known: dict[str, Column],
    cells: list[str],
    shown: str,
    line: int,
    faults: Faults,
) -> Record | None:
    if not any(cell.strip() for cell in cells):
        faults.append(Fault(shown, line, "empty row"))
        return None
    if len(cells) != len(header):
        faults.append(
            Fault(shown, line, f"{len(cells)} cells where the header has {len(header)}")
        )
        faults.broken.add(cells[0].strip())
        return None
    values: dict[str, object] = {}
    bad = False
    for name, cell in zip(header, cells, strict=True):
        try:
            value = parse(cell.strip(), known[name])
        except ValueError as error:
            faults.append(Fault(shown, line, f"{name}: {error}"))
            bad = True
            continue
        if value is not None:
            values[name] = value
    if bad:
        faults.broken.add(cells[0].strip())
        return None
    return table(**values)


def parse(cell: str, column: Column) -> object:
    """
    Turn the text of one cell into its value; ``None`` if it is empty.

    Raises
    ------
    ValueError
        If the text is not what the column promises; the message says what would be.

    Examples
    --------
    >>> parse("0.25", Column("", "number", low=0, high=1))
    0.25
    >>> parse("25%", Column("", "number", low=0, high=1))
    Traceback (most recent call last):
    ValueError: '25%' is not a number; write 0.25
    """
    if not cell:
        if column.required:
            raise ValueError("must not be empty")
        return None
    if column.type in ("number", "integer"):
        return _number(cell, column)
    if column.type == "flag":
        if cell not in ("0", "1"):
            raise ValueError(f"'{cell}' is neither 1 nor 0")
        return cell == "1"
    if column.type == "date":
        return _date(cell)
    if column.type == "choice":
        return _choice(cell, column)
    if column.type == "list":
        return _list(cell, column)
    if column.type == "id" and not _ID.fullmatch(cell):
        raise ValueError(f"'{cell}' is not an id: use a-z, 0-9 and hyphens")
    if column.pattern and not re.fullmatch(column.pattern, cell):
        raise ValueError(f"'{cell}' is not {column.help}")
    return _visible(cell, lines=column.lines)


def _date(cell: str) -> str:
    try:
        if _DATE.fullmatch(cell):
            return date.fromisoformat(cell).isoformat()
    except ValueError:
        pass
    raise ValueError(f"'{cell}' is not a date such as 2027-01-01")


def _list(cell: str, column: Column) -> tuple[str, ...]:
    parts = tuple(part.strip() for part in cell.split(";"))
    if not all(parts) or len(set(parts)) < len(parts):
        raise ValueError(f"'{cell}' has an empty or repeated entry")
    if column.choices:
        return tuple(_choice(p, column) for p in parts)
    return tuple(map(_visible, parts))


def _visible(cell: str, *, lines: bool = False) -> str:
    """Return a text unless it has what cannot be seen, or breaks a line."""
    for c in cell:
        if lines and c in "\n\r\t":
            continue
        if unicodedata.category(c) in _UNSEEN and c not in _JOINERS:
            what = "line break" if c in "\n\r\u2028\u2029" else "control character"
            raise ValueError(f"has a {what} ({ascii(c)[1:-1]})")
    return cell


def _choice(cell: str, column: Column) -> str:
    if cell in column.choices:
        return column.choices[column.choices.index(cell)]  # the enumeration's own member
    near = nearest(cell, column.choices, limit=1)
    hint = f"did you mean '{near[0]}'?" if near else f"one of {', '.join(column.choices)}"
    raise ValueError(f"'{cell}' is not known; {hint}")


def _number(cell: str, column: Column) -> float | int:
    if not _NUMBER.fullmatch(cell):
        raise ValueError(f"'{cell}' is not a number{_number_hint(cell)}")
    value = float(cell) + 0.0  # -0 is 0
    if not math.isfinite(value):
        raise ValueError(f"{cell} is too large")
    if column.low is not None and value < column.low:
        raise ValueError(f"{cell} is below {column.low:g}")
    if column.high is not None and value > column.high:
        raise ValueError(f"{cell} is above {column.high:g}")
    if column.type == "integer":
        if value != int(value):
            raise ValueError(f"{cell} is not a whole number")
        return int(value)
    return value


def _number_hint(cell: str) -> str:
    if cell.casefold() in _UNKNOWN:
        return "; leave it empty if it is unknown"
    percent = re.fullmatch(r"([\d.]+)\s*[%％]", cell)
    if percent and _NUMBER.fullmatch(percent[1]):
        return f"; write {float(percent[1]) / 100:g}"
    plain = unicodedata.normalize("NFKC", cell).replace("_", "")
    thousands = re.fullmatch(r"[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]*)?", plain)
    plain = plain.replace(",", "" if thousands else ".")
    return f"; write {plain}" if _NUMBER.fullmatch(plain) else ""
