"""``neo4j status``: a server, how to reach it, and which data it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.store import home
from graph.store.connection import Address
from graph.store.load import loaded
from queries.output.result import Column, Result, Row

if TYPE_CHECKING:
    from neo4j import Driver

_COLUMNS = (Column("item", "item", "項目"), Column("value", "value", "值"))


def answer(driver: Driver, to: Address) -> Result:
    """Return what is known of a server that answers."""
    held = loaded(driver, database=to.database)
    rows: list[Row] = [
        _row("version", driver.get_server_info().agent.removeprefix("Neo4j/")),
        _row("driver", to.uri),
        _row("user", to.user),
    ]
    local = home.running()
    if local is not None and local.uri == to.uri:
        rows += [
            _row("browser", local.browser),
            _row("password_file", str(home.password_file())),
            _row("data_folder", str(home.home() / "data")),
            _row("process", local.pid),
            _row("heap", local.heap),
            _row("page_cache", local.page_cache),
        ]
    names = ("data_version", "loaded_at", "nodes", "relations")
    rows += [_row(name, held[name]) for name in names if name in held]
    notes = (
        []
        if held
        else [
            ("no graph loaded: controlshift neo4j push", "尚未載入圖：controlshift neo4j push")
        ]
    )
    return Result("neo4j status", {}, _COLUMNS, rows, str(held.get("data_version", "")), notes)


def _row(item: str, value: object) -> Row:
    return {"item": item, "value": value if isinstance(value, (str, int)) else str(value)}
