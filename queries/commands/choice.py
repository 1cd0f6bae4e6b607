"""Commands for how sure the ranking is, and what to choose."""

from __future__ import annotations

from typing import Annotated

import typer

from queries.commands import app
from queries.commands.options import Request, progress, shared
from queries.commands.values import by_direction


@app.command(epilog="Example: controlshift robustness --draws 500 --seed 1")
@shared
def robustness(
    request: Request,
    draws: Annotated[int, typer.Option("--draws", help="Number of draws.")] = 2000,
    seed: Annotated[int, typer.Option("--seed", help="The same seed, the same answer.")] = 0,
    of: Annotated[
        str | None,
        typer.Option("--of", metavar="ID", help="One investment: what each assumption does."),
    ] = None,
) -> None:
    """
    Show how sure the ranking is: rank acceptability, intervals, what drives it.

    Measures: how often a candidate is first or in the top three, all assumptions drawn.
    Identifies: ranks that survive other assumptions.
    Beware: it varies what is recorded, not what nobody recorded.
    """
    from queries.answers.robustness import answer, swings

    graph = request.graph()
    if of is not None:
        request.write(swings(graph, of))
        return
    with progress("draws", draws) as tell:
        result = answer(graph, count=draws, seed=seed, progress=tell)
    request.write(result)


@app.command(epilog="Example: controlshift portfolio --budget 60 --cap 1=30 --frontier")
@shared
def portfolio(
    request: Request,
    budget: Annotated[float, typer.Option("--budget", help="Credit, US$ bn.")] = 250.0,
    floor: Annotated[
        list[str] | None, typer.Option("--floor", help="Least credit of a direction, as 4=5.")
    ] = None,
    cap: Annotated[
        list[str] | None, typer.Option("--cap", help="Most credit of a direction, as 1=100.")
    ] = None,
    home_bound: Annotated[
        float, typer.Option("--home-bound", help="Most that home leverage may fall, pp.")
    ] = 2.0,
    pace: Annotated[
        float, typer.Option("--pace", help="Most credit in a year, US$ bn.")
    ] = 50.0,
    curve: Annotated[
        bool, typer.Option("--frontier", help="The best at rising budgets.")
    ] = False,
    moved: Annotated[
        bool, typer.Option("--rights", help="Who decides before and after.")
    ] = False,
) -> None:
    """
    Spread the credit line over investments, years and directions.

    Measures: percentage points of US need that a portfolio moves, all recomputed together.
    Identifies: the set of investments that does most, and which limit binds it.
    Beware: the programme adds up what in truth interacts; read the gap.
    """
    from queries.answers import portfolio as answers
    from queries.answers import rights
    from queries.portfolio import Limits, budgets

    limits = Limits(
        budget,
        by_direction(floor, "--floor"),
        by_direction(cap, "--cap"),
        home_bound,
        pace=pace,
    )
    if curve and moved:
        raise typer.BadParameter("choose one of --frontier and --rights")
    graph = request.graph()
    if curve:
        request.write(answers.curve(graph, limits, budgets(graph, limits)))
    elif moved:
        request.write(rights.answer(graph, limits))
    else:
        request.write(answers.answer(graph, limits))
