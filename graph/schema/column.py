"""What a column may hold, what a row is, and the kinds of column that many tables have."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar, Literal, get_args, get_origin, get_type_hints

_Type = Literal["text", "id", "number", "integer", "flag", "date", "choice", "list"]


@dataclass(frozen=True, slots=True)
class Column:
    """What one column of a table may hold."""

    help: str
    type: _Type = "text"
    low: float | None = None
    high: float | None = None
    refs: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    unit: str = ""
    pattern: str = ""
    lines: bool = False  # whether a text may have several
    name: str = ""
    required: bool = False


def choice(values: type[StrEnum], help: str) -> Column:
    """Return a column that takes one of these values."""
    return Column(help, "choice", choices=tuple(values))


def ref(help: str, *tables: str) -> Column:
    """Return a column that names a row of one of these tables."""
    return Column(help, refs=tables)


def share(help: str) -> Column:
    """Return a column that holds a part of the whole."""
    return Column(help, "number", low=0.0, high=1.0, unit="fraction")


def usd(help: str) -> Column:
    """Return a column that holds money."""
    return Column(help, "number", low=0.0, unit="US$ bn")


HOLDERS = ("firms", "countries")

NameEn = Annotated[str, Column("name in English")]
NameZh = Annotated[str, Column("name in Traditional Chinese")]
Note = Annotated[str | None, Column("remark, or the arithmetic behind the number")]
SourceId = Annotated[str, ref("where the row comes from", "sources")]
Year = Annotated[int, Column("year the number holds for", "integer", low=1990, high=2060)]
YearOrNone = Annotated[
    int | None, Column("year the number holds for", "integer", low=1990, high=2060)
]
Confidence = Annotated[
    int,
    Column(
        "3 seen in the source, 2 widely reported, 1 rough, contested or assumed",
        "integer",
        low=1,
        high=3,
    ),
]
ConfidenceOrNone = Annotated[
    int | None,
    Column(
        "3 seen in the source, 2 widely reported, 1 rough, contested or assumed",
        "integer",
        low=1,
        high=3,
    ),
]
Directions = Annotated[
    tuple[str, ...],
    Column("directions 1 to 6, `;` between", "list", choices=tuple("123456")),
]
Direction = Annotated[str, Column("direction 1 to 6", "choice", choices=tuple("123456"))]
FirmRef = Annotated[str, ref("a firm", "firms")]
TechRef = Annotated[str, ref("a technology", "technologies")]
HolderRef = Annotated[str, ref("a firm, or a country by ISO 3166 code", *HOLDERS)]
DateOrNone = Annotated[str | None, Column("date of decision, ISO 8601 (2027-01-01)", "date")]
Weight = Annotated[float, share("part of the whole, 0 to 1")]
ShareOrNone = Annotated[float | None, share("0 to 1; empty = unknown")]


class Record:
    """A row of a table. Subclasses are frozen dataclasses whose fields are columns."""

    __slots__ = ()
    TABLE: ClassVar[str]
    KEY: ClassVar[tuple[str, ...]]

    @property
    def key(self) -> tuple[str, ...]:
        """Return the values that identify this row within its table."""
        return tuple(str(getattr(self, name)) for name in self.KEY)


def _column_of(hint: object) -> Column:
    """Find the Column in an annotation."""
    if get_origin(hint) is Annotated:
        return next(a for a in get_args(hint)[1:] if isinstance(a, Column))
    raise TypeError(f"{hint!r} has no Column")


def columns(record: type[Record]) -> tuple[Column, ...]:
    """Return the columns of a table in order, named and marked required or not."""
    if record not in _COLUMNS:
        _COLUMNS[record] = tuple(_named_columns(record))
    return _COLUMNS[record]


_COLUMNS: dict[type[Record], tuple[Column, ...]] = {}


def _named_columns(record: type[Record]) -> Iterator[Column]:
    hints = get_type_hints(record, include_extras=True)
    for item in dataclasses.fields(record):  # type: ignore[arg-type]
        column = _column_of(hints[item.name])
        required = item.default is dataclasses.MISSING
        yield dataclasses.replace(column, name=item.name, required=required)
