"""What a query gives: rows of named, typed, bilingual columns, and their sources.

The command line, the HTML page and the tests read the same object, so that one question
has one answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.words import Lang

if TYPE_CHECKING:
    import pandas as pd

Value = str | float | int | bool | None
Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Column:
    """
    A column of a result.

    ``digits`` makes it a number in the printed table; one that is not ``brief`` is only in
    the other formats; ``only`` names the section of the printed table that shows it.
    """

    name: str
    en: str
    zh: str
    unit: str = ""
    digits: int | None = None
    brief: bool = True
    only: str = ""

    def title(self, lang: Lang) -> str:
        """Return the heading in a language."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Result:
    """
    A table with what is needed to defend it.

    Attributes
    ----------
    query, parameters
        The question as asked.
    columns, rows
        Rows are flat and named by column; ids are never translated.
    data_version
        State of the data the answer rests on.
    notes
        Sentences (English, Chinese) a reader must know: coverage, weights, assumptions.
    sections
        Column by whose values the printed table is divided, if any.
    """

    query: str
    parameters: Mapping[str, Value]
    columns: Sequence[Column]
    rows: Sequence[Row]
    data_version: str
    notes: Sequence[tuple[str, str]] = field(default=())
    sections: str = ""

    def top(self, count: int | None) -> Result:
        """Return the first rows only, saying how many there were."""
        if count is None or count >= len(self.rows):
            return self
        more = len(self.rows) - count
        note = (f"{more} more rows; --top shows more", f"另有 {more} 列，可用 --top 顯示")
        return Result(
            self.query,
            {**self.parameters, "top": count},
            self.columns,
            self.rows[:count],
            self.data_version,
            (*self.notes, note),
            self.sections,
        )

    def to_pandas(self) -> pd.DataFrame:
        """Return the rows as a data frame with all columns."""
        import pandas as pd

        return pd.DataFrame(list(self.rows), columns=[c.name for c in self.columns])
