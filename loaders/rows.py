"""The rows that count, by table, each with a way to find fault with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from graph.errors import Fault
from graph.schema import TABLES, Record
from loaders.table import Row

R = TypeVar("R", bound=Record)


class Rows:
    """All rows that count, by table, with the place each was read from."""

    def __init__(self, rows: Iterable[Row], broken: Iterable[str] = ()) -> None:
        self.broken = frozenset(broken)
        self._rows: dict[type[Record], list[Row]] = defaultdict(list)
        self._turn = list(rows)
        for row in self._turn:
            self._rows[type(row.record)].append(row)
        self.ids = {
            name: {row.record.key[0] for row in self._rows[table]}
            for name, table in TABLES.items()
        }

    def of(self, table: type[R]) -> Iterator[tuple[R, Callable[[str], Fault]]]:
        """Yield each record of a table with a function that makes a fault of it."""
        for row in self._rows[table]:
            yield row.record, _fault_at(row)  # type: ignore[misc]

    def all(self) -> Iterator[tuple[Record, Callable[[str], Fault]]]:
        """Yield each record of every table, as :meth:`of` does, in the order of reading."""
        for row in self._turn:
            yield row.record, _fault_at(row)


def _fault_at(row: Row) -> Callable[[str], Fault]:
    return lambda reason: Fault(row.path, row.line, reason)
