"""``controlshift neo4j``: a server on this machine, and the graph in it or in any other."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from queries.commands.options import Request, progress, reading, shared

app = typer.Typer(
    name="neo4j",
    help="Explore the graph in Neo4j: a server of its own, the load, saved queries.",
    epilog="Example: controlshift neo4j up && controlshift neo4j push",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Uri = Annotated[
    str | None,
    typer.Option("--uri", help="A Neo4j server; else NEO4J_URI, else the local one."),
]
User = Annotated[str | None, typer.Option("--user", help="Its user; else NEO4J_USERNAME.")]
Password = Annotated[
    str | None,
    typer.Option("--password", help="Better in NEO4J_PASSWORD: others see a command line."),
]
Database = Annotated[
    str | None, typer.Option("--database", help="Its database; else NEO4J_DATABASE.")
]


@app.command(epilog="Example: controlshift neo4j up --bolt-port 0 --http-port 0")
def up(
    bolt_port: Annotated[
        int | None,
        typer.Option("--bolt-port", min=0, max=65535, help="Port for drivers; 0: any free."),
    ] = None,
    http_port: Annotated[
        int | None,
        typer.Option("--http-port", min=0, max=65535, help="Port of the Browser; 0: any free."),
    ] = None,
    heap: Annotated[
        str, typer.Option("--heap", help="Java heap; 1g loads some 450,000 nodes and links.")
    ] = "1g",
    page_cache: Annotated[
        str, typer.Option("--page-cache", help="Memory for the store's pages.")
    ] = "256m",
    java: Annotated[
        str | None, typer.Option("--java", help="A Java 17 or 21 of yours, or its home.")
    ] = None,
    neo4j_home: Annotated[
        Path | None, typer.Option("--neo4j-home", help="An installed Neo4j 5 to run instead.")
    ] = None,
) -> None:
    """
    Start a Neo4j server with its Browser on this machine; no Docker, no Java needed.

    Once stopped, it starts again with the ports and data it had.
    """
    from graph.store import home, server
    from queries.browser.kit import files

    wanted = server.Wanted(bolt_port, http_port, heap, page_cache, java, neo4j_home)
    was = home.running()
    with _steps() as say:
        found = server.up(wanted, kit=files, say=say)
    typer.echo(f"Neo4j {found.version} {'ran already' if was else 'runs'} on this machine only")
    typer.echo(f"Browser   {found.browser}")
    typer.echo(f"driver    {found.uri}")
    typer.echo(f"user      {home.USER}")
    typer.echo(f"password  in {home.password_file()}")


@app.command(epilog="Example: controlshift neo4j down")
def down() -> None:
    """Stop the local server cleanly; its data stay."""
    from graph.store import server

    with _steps() as say:
        say("stopping; this takes about ten seconds")
        found = server.down()
    typer.echo("stopped" if found else "no server runs here")


@app.command(epilog="Example: controlshift neo4j status --format json")
@shared
def status(
    request: Request,
    uri: Uri = None,
    user: User = None,
    password: Password = None,
    database: Database = None,
) -> None:
    """Show the server: whether it answers, its addresses, and which data it holds."""
    from graph.store.connection import address, connect
    from queries.answers.server import answer

    to = address(uri, user, password, database)
    with connect(to) as driver:
        request.write(answer(driver, to))


@app.command(epilog="Example: controlshift neo4j push")
@reading
def push(
    request: Request,
    uri: Uri = None,
    user: User = None,
    password: Password = None,
    database: Database = None,
) -> None:
    """
    Load the graph with all its measures; replaces what was loaded before, and nothing else.

    All or nothing: readers see the earlier load until this one is whole.
    """
    from graph.store.connection import address, connect
    from graph.store.elements import elements
    from graph.store.load import push as load
    from queries.measures import measures

    kg = request.graph()
    to = address(uri, user, password, database)
    with connect(to) as driver:
        with progress("measuring", None):
            wanted = elements(kg, measures(kg))
        total = wanted.node_count + wanted.relation_count
        with progress("loading", total) as tell:
            done = load(driver, wanted, database=to.database, progress=tell)
    typer.echo(
        f"{done.nodes} nodes and {done.relations} relationships at {to.uri}; data {done.version}"
    )
    typer.echo(
        f"nodes: {done.nodes_created} new, {done.nodes_updated} changed, "
        f"{done.nodes_removed} removed; relationships: {done.relations_created} new or changed, "
        f"{done.relations_removed} removed or changed"
    )
    if done.nodes_withdrawn:
        typer.echo(
            f"{done.nodes_withdrawn} nodes left the data, but relationships of yours hang on "
            "them: they are now :Withdrawn"
        )


@app.command(epilog="Example: controlshift neo4j queries --lang zh")
@shared
def queries(request: Request) -> None:
    """List the saved questions: name, title, parameters with their defaults."""
    from queries.answers.saved import listed
    from queries.browser.saved import questions

    request.write(listed(questions()))


@app.command(
    epilog="Example: controlshift neo4j query rights-over-technology --param tech=cowos-packaging"
)
@shared
def query(
    request: Request,
    name: Annotated[str, typer.Argument(help="Of a saved question; 'queries' lists them.")],
    param: Annotated[
        list[str] | None,
        typer.Option(
            "--param", metavar="NAME=VALUE", help="In place of a default; repeatable."
        ),
    ] = None,
    uri: Uri = None,
    user: User = None,
    password: Password = None,
    database: Database = None,
) -> None:
    """Ask a saved question of the server, and print the rows."""
    from graph.store.connection import address, connect
    from queries.answers.saved import answer
    from queries.browser.saved import question

    asked = question(name)
    parameters = asked.parameters(param or ())
    to = address(uri, user, password, database)
    with connect(to) as driver:
        request.write(answer(driver, asked, parameters, database=to.database))


@app.command(epilog="Example: controlshift neo4j kit my-kit")
def kit(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write it.")],
) -> None:
    """
    Write what Neo4j Browser can be given: favourites, a style, a guide, in both languages.

    A server of 'neo4j up' has the guide and the style at hand: this is for any other.
    """
    from queries.browser.kit import files

    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files().items():
        (folder / name).write_bytes(content)
        typer.echo(f"wrote {folder / name}", err=True)
    typer.echo(
        "drop favourites.zip on the page of Neo4j Browser: the questions are in its drawer"
    )
    typer.echo("drop style.grass, or style-zh.grass, on it: colours and captions")
    typer.echo(
        "guide.html, guide-zh.html: at a web address that the server's "
        "browser.remote_content_hostname_whitelist allows, opened by ':play ADDRESS'"
    )


@contextlib.contextmanager
def _steps() -> Iterator[Callable[[str], None]]:
    """Show what is being done on standard error, in one line of a terminal."""
    from rich.console import Console

    console = Console(stderr=True)
    with console.status("") as status:
        yield lambda step: status.update(step) if console.is_terminal else None
