"""Commands for what the US could be denied."""

from __future__ import annotations

from typing import Annotated

import typer

from queries.commands import app
from queries.commands.options import Request, shared
from queries.commands.values import AsOf, Horizon, iso_date, one_of


@app.command(epilog="Example: controlshift chokepoints --by country --top 10")
@shared
def chokepoints(
    request: Request,
    by: Annotated[str, typer.Option("--by", metavar="technology|firm|country")] = "technology",
    horizon: Horizon = 12.0,
) -> None:
    """
    Rank technologies, firms or countries by what the US could be denied.

    Measures: the share of US need, and years of it, that one decision can stop.
    Identifies: the few technologies and holders on which much rests for long.
    Beware: home jurisdiction counts, not the site of a plant.
    """
    from queries.answers.chokepoints import By, answer

    request.write(answer(request.graph(), by=one_of(By, by, "--by"), horizon=horizon))


@app.command(epilog="Example: controlshift cuts us-hbm --critical 2")
@shared
def cuts(
    request: Request,
    need: Annotated[str, typer.Argument(help="Id or name of a US need.")],
    critical: Annotated[
        int, typer.Option("--critical", help="How many technologies to take out.")
    ] = 3,
) -> None:
    """
    Show what every route to a need must pass, and what closes all routes.

    Measures: dominators, articulation points, the minimum node cut by substitutability.
    Identifies: single points of failure, and small sets of them.
    Beware: form alone; a route knows no share.
    """
    from queries.answers.cuts import answer

    request.write(answer(request.graph(), need, critical=critical))


@app.command(epilog="Example: controlshift extraction --top 10")
@shared
def extraction(request: Request) -> None:
    """
    Rank technologies by the output lost without them (hypothetical extraction).

    Measures: US$ bn of output, of all that US demand calls forth, that is lost.
    Identifies: where much value passes, however little can be denied.
    Beware: only inputs with a recorded cost share count; value is not control.
    """
    from queries.answers.extraction import answer

    request.write(answer(request.graph()))


@app.command(epilog="Example: controlshift deny CHN TWN:cowos-packaging --horizon 24")
@shared
def deny(
    request: Request,
    holders: Annotated[
        list[str], typer.Argument(help="Firms or countries, or HOLDER:TECHNOLOGY.")
    ],
    horizon: Horizon = 12.0,
    as_of: AsOf = None,
) -> None:
    """
    Show what the US loses, need by need, when these holders withhold.

    Measures: the part of each US need that stops within the horizon.
    Identifies: which needs a holder, or several together, can stop.
    Beware: before prices and diplomacy respond; unattributed supply goes on.
    """
    from queries.answers.deny import answer

    request.write(answer(request.graph(as_of), holders, horizon=horizon))


@app.command(epilog="Example: controlshift calendar --from 2026-11-01 --to 2027-12-31")
@shared
def calendar(
    request: Request,
    begin: Annotated[str | None, typer.Option("--from", metavar="DATE")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DATE")] = None,
) -> None:
    """Show which control points begin or lapse, by date, and what hangs on each."""
    from queries.answers.calendar import answer

    dates = [None if d is None else iso_date(d) for d in (begin, end)]
    request.write(answer(request.graph(), begin=dates[0], end=dates[1]))
