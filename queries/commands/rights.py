"""Commands for who decides, and what would move it."""

from __future__ import annotations

from typing import Annotated

import typer

from queries.commands import app
from queries.commands.options import Request, shared
from queries.commands.values import AsOf, Horizon


@app.command(epilog="Example: controlshift control Taiwan --lang zh")
@shared
def control(
    request: Request,
    country: Annotated[
        str | None, typer.Argument(help="A country for its ledger, or a firm for its owners.")
    ] = None,
) -> None:
    """
    Show the rights ledger: who decides over US needs.

    Measures: the share of US need over which a country holds the decision (Shapley value).
    Identifies: co-governors, as against makers who decide nothing.
    Beware: as complete as the control points recorded; read it with its interval.
    """
    from queries.answers.control import answer

    request.write(answer(request.graph(), country))


@app.command(epilog="Example: controlshift shift --top 10 --lang zh")
@shared
def shift(
    request: Request,
    horizon: Horizon = 12.0,
    size: Annotated[
        float, typer.Option("--size", help="Part of the full credit used, 0 to 1.")
    ] = 1.0,
    as_of: AsOf = None,
) -> None:
    """
    Rank investments by control-right forward shift, and list the excluded with the reason.

    Measures: percentage points of US need over which Taiwan newly decides.
    Identifies: investments that buy a say, as against those that buy a return.
    Beware: effects are assumptions; read the interval and ask explain.
    """
    from queries.answers.shift import answer

    request.write(answer(request.graph(as_of), horizon=horizon, size=size))


@app.command(epilog="Example: controlshift explain euv-lithography")
@shared
def explain(
    request: Request,
    node: Annotated[str, typer.Argument(help="Id or name of what to explain.")],
    horizon: Horizon = 12.0,
) -> None:
    """Explain why an investment, technology, need or holder stands where it stands."""
    from queries.answers.explain import answer

    request.write(answer(request.graph(), node, horizon=horizon))
