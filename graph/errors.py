"""What can go wrong and be said in one line. The command line catches only these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class ControlPointError(Exception):
    """Base of all faults that a user can mend."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault of the data: which file, which line, and why."""

    path: str
    line: int
    reason: str

    def __str__(self) -> str:
        """Show the fault as compilers do: file:line: reason."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.reason}"


class DataError(ControlPointError):
    """The data are not as promised; carries every fault found, not only the first."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(map(str, self.faults)))


class NotFound(ControlPointError):
    """No node has this id or name; carries the nearest names."""

    def __init__(self, text: str, near: Sequence[str] = (), what: str = "node") -> None:
        self.text, self.near = text, tuple(near)
        hint = f"; did you mean {', '.join(self.near)}?" if self.near else ""
        super().__init__(f"no {what} '{text}'{hint}")


class RequestError(ControlPointError):
    """The question itself is impossible: a negative horizon, an empty coalition."""


class StoreError(ControlPointError):
    """Neo4j is away, or refuses; says what to do."""


class ConvergenceError(ControlPointError):
    """An iteration did not settle within its limit."""
