"""Commands for who is indispensable, and where they stand."""

from __future__ import annotations

from typing import Annotated

import typer

from queries.commands import app
from queries.commands.options import Request, progress, shared
from queries.commands.values import one_of


@app.command(epilog="Example: controlshift power --top 10")
@shared
def power(
    request: Request,
    by: Annotated[str, typer.Option("--by", metavar="country|firm")] = "country",
    players: Annotated[int, typer.Option("--players", help="Countries by name, 3 to 20.")] = 14,
    seed: Annotated[int, typer.Option("--seed", help="Seed of the sampling of firms.")] = 0,
) -> None:
    """
    Show who is indispensable to US needs: Shapley value and Banzhaf index.

    Measures: the share of US need that a player's supply, in every company, adds.
    Identifies: suppliers without whom others' supply is worth nothing.
    Beware: it is about supply, not rights; for rights see control.
    """
    from queries.answers.power import answer

    if by not in ("country", "firm"):
        raise typer.BadParameter(f"'{by}' is neither country nor firm", param_hint="--by")
    graph = request.graph()
    with progress("playing", None):
        result = answer(graph, by_firm=by == "firm", limit=players, seed=seed)
    request.write(result)


@app.command(epilog="Example: controlshift centrality --of country --measure pagerank")
@shared
def centrality(
    request: Request,
    of: Annotated[str, typer.Option("--of", metavar="technology|firm|country")] = "technology",
    measure: Annotated[
        list[str] | None,
        typer.Option("--measure", help="One measure, repeatable; all by default."),
    ] = None,
) -> None:
    """
    Show position in the graph: degree, PageRank, Katz, betweenness and others.

    Measures: by how many and how strong chains pass a node.
    Identifies: hubs and bridges of the network of inputs.
    Beware: position is not power; it knows neither substitutes nor rights.
    """
    from queries.answers.centrality import answer
    from queries.centrality import Measure, Of

    measures = [one_of(Measure, m, "--measure") for m in measure or tuple(Measure)]
    request.write(answer(request.graph(), of=one_of(Of, of, "--of"), measures=measures))
