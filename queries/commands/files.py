"""Commands that write pages and files, or compare folders."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Annotated

import typer

from queries.commands import app
from queries.commands.options import Request, paged, progress, shared
from queries.commands.values import one_of
from queries.output.formats import PageFormat


@app.command(epilog="Example: controlshift view --need us-hbm --lang zh --output my-hbm.html")
@paged
def view(
    request: Request,
    focus: Annotated[
        str | None, typer.Option("--focus", help="A node and its neighbours.")
    ] = None,
    depth: Annotated[
        int, typer.Option("--depth", min=1, max=4, help="Steps from the focus.")
    ] = 1,
    need: Annotated[
        str | None, typer.Option("--need", help="A US need and all that it rests on.")
    ] = None,
    investment: Annotated[
        str | None, typer.Option("--investment", help="An investment, before and after.")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="stage|direction|country", help="Lanes.")
    ] = None,
    size: Annotated[
        str | None, typer.Option("--size", help="The measure that gives the area: leverage.")
    ] = None,
) -> None:
    """
    Write the graph as one HTML page: to open, mail and print without a network.

    The whole graph, or what is asked for; search, filters, facts and sources are in the page,
    in both languages.
    """
    from queries.pages.view import page
    from queries.pages.view import scene as scenes

    asked = {"focus": focus, "need": need, "investment": investment, "by": by}
    given = {name: value for name, value in asked.items() if value is not None}
    if len(given) > 1:
        raise typer.BadParameter("choose one of --focus, --need, --investment and --by")
    lanes = one_of(scenes.By, by or "stage", "--by")
    graph = request.graph()
    if focus is not None:
        scene = scenes.focus(graph, focus, depth)
        given["depth"] = str(depth)
    elif need is not None:
        scene = scenes.need(graph, need)
    elif investment is not None:
        scene = scenes.investment(graph, investment)
    else:
        scene = scenes.whole(graph, lanes)
    if size is not None:
        given["size"] = size
    words = request.asked("view", **given)
    request.write_page(
        page.html(graph, scene, lang=request.lang, asked=words, size=size),
        "-".join(["controlshift", scene.start or scene.by]),
    )


@app.command(epilog="Example: controlshift report --draws 500 --output my-report.html")
@paged
def report(
    request: Request,
    form: Annotated[
        PageFormat, typer.Option("--format", help="pdf prints through Chromium or Chrome.")
    ] = PageFormat.HTML,
    draws: Annotated[int, typer.Option("--draws", help="Number of draws.")] = 2000,
    seed: Annotated[int, typer.Option("--seed", help="The same seed, the same answer.")] = 0,
    budget: Annotated[float, typer.Option("--budget", help="Credit, US$ bn.")] = 250.0,
) -> None:
    """
    Write one page that tells it all: answer, ranking, certainty, portfolio, sources.

    It needs no network, prints on A4 and holds both languages; --lang is the one it opens in.
    """
    from queries.pages.report import findings
    from queries.pages.report.page import page

    if form is PageFormat.PDF:
        from queries.pages.pdf import browser

        browser()  # before the draws, not after
    graph = request.graph()
    with progress("findings", 100) as tell:
        found = findings.find(graph, budget=budget, count=draws, seed=seed, progress=tell)
    asked = request.asked("report", draws=str(draws), seed=str(seed), budget=f"{budget:g}")
    with progress("page", None):
        made, context = page(found, asked=asked)
        text = made.html(request.lang, **context)
    with progress("PDF", None) if form is PageFormat.PDF else contextlib.nullcontext():
        request.write_page(text, "controlshift-report", form)


@app.command(epilog="Example: controlshift export --to graphml --output my-graph.graphml")
@paged
def export(
    request: Request,
    to: Annotated[str, typer.Option("--to", metavar="graphml|gexf|csv|parquet|neo4j")],
) -> None:
    """
    Write the graph with all its measures for other programs.

    graphml and gexf are one file, for Gephi, yEd, Cytoscape; csv and parquet are a folder with
    one file for each kind of node and of relation, for spreadsheets and data frames; neo4j is
    a folder for Neo4j's import tool, the fastest way into an empty server.
    """
    from graph.store.admin_files import COMMAND
    from queries import export as files

    kind = one_of(files.To, to, "--to")
    target = request.output or files.default(kind)
    graph = request.graph()
    with progress("measures", None):
        files.export(graph, kind, target)
    typer.echo(f"wrote {target}", err=True)
    if kind is files.To.NEO4J:
        typer.echo(f"import them, the server stopped: cd {target} && {COMMAND}", err=True)


@app.command(epilog="Example: controlshift diff data my-data")
@shared
def diff(
    request: Request,
    old: Annotated[Path, typer.Argument(help="A data folder, whole or laid over the bundled.")],
    new: Annotated[Path, typer.Argument(help="Another.")],
) -> None:
    """Compare two data folders: which ranks moved, and which row did it."""
    from loaders import load_any
    from queries.answers.diff import answer

    request.write(answer(load_any(old), load_any(new)))
