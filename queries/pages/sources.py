"""The sources and assumptions behind a page, each with a mark by which it is cited."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.model import Graph, once
from graph.schema import RECORDS, Source, SourceKind
from queries.output.result import Row
from queries.pages.shell import link, plain
from queries.pages.table import Mark


@dataclass(frozen=True, slots=True)
class Cited:
    """
    One source as the page lists it.

    Attributes
    ----------
    label
        By which it is cited: a number, of an assumption A and a number.
    url
        Its address if that is one of the web.
    confidence
        Grades of the rows that cite it in all the data, and how many have each.
    """

    source: Source
    label: str
    url: str | None
    confidence: tuple[tuple[int, int], ...]

    @property
    def assumed(self) -> bool:
        """Tell whether it is an assumption."""
        return self.source.kind is SourceKind.ASSUMPTION

    @property
    def target(self) -> str:
        """Return the anchor of its entry."""
        return f"source-{self.label}"

    @property
    def mark(self) -> Mark:
        """Return the reference to it."""
        return Mark(self.label, self.target, plain(self.source.title), self.assumed)


class Sources:
    """
    All that a page cites, in the order of their ids; assumptions by themselves.

    Parameters
    ----------
    rows
        Rows of answers, which name their sources.
    others
        Ids cited by the page itself.
    """

    def __init__(self, kg: Graph, rows: Iterable[Row], others: Iterable[str] = ()) -> None:
        ids = {i for row in rows for i in of(row)} | set(others)
        grades = _grades(kg)
        self._by_id: dict[str, Cited] = {}
        count: Counter[bool] = Counter()
        for source_id in sorted(ids & set(kg.sources)):
            source = kg.sources[source_id]
            assumed = source.kind is SourceKind.ASSUMPTION
            count[assumed] += 1
            self._by_id[source_id] = Cited(
                source,
                f"A{count[True]}" if assumed else str(count[False]),
                link(source.url),
                tuple(sorted(grades[source_id].items(), reverse=True)),
            )

    @property
    def assumptions(self) -> list[Cited]:
        """Return the assumptions."""
        return [c for c in self._by_id.values() if c.assumed]

    @property
    def documents(self) -> list[Cited]:
        """Return what others published."""
        return [c for c in self._by_id.values() if not c.assumed]

    def marks(self, row: Row) -> Sequence[Mark]:
        """Return the marks of what a row rests on, assumptions first."""
        cited = [self._by_id[i] for i in of(row) if i in self._by_id]
        return [
            c.mark
            for c in sorted(cited, key=lambda c: (not c.assumed, int(c.label.strip("A"))))
        ]


def of(row: Row) -> list[str]:
    """Return the ids of the sources that a row of an answer names."""
    return [i for i in dict.fromkeys(str(row.get("sources") or "").split(";")) if i]


@once
def _grades(kg: Graph) -> dict[str, Counter[int]]:
    """Return how often each source is cited with which confidence."""
    found: dict[str, Counter[int]] = defaultdict(Counter)
    for record in RECORDS:
        for row in kg.rows(record):
            grade = getattr(row, "confidence", None)
            if grade is not None:
                found[row.source_id][grade] += 1  # type: ignore[attr-defined]
    return found
