"""The way to a Neo4j server, and every fault on it as one line that says what to do."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.errors import StoreError
from graph.store import home

if TYPE_CHECKING:
    from neo4j import Driver

OLDEST = 5
"""Least major version of Neo4j whose Cypher the load and the saved queries are written for."""

_RETRY_SECONDS = 15.0
_SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


@dataclass(frozen=True, slots=True)
class Address:
    """A server, and who asks. ``database`` is ``None`` for the user's own default."""

    uri: str
    user: str
    password: str = field(repr=False)
    database: str | None = None


def address(
    uri: str | None = None,
    user: str | None = None,
    password: str | None = None,
    database: str | None = None,
) -> Address:
    """
    Return the server meant: the one named, else that of the environment, else the local one.

    Parameters
    ----------
    uri, user, password, database
        Without them ``NEO4J_URI``, ``NEO4J_USERNAME``, ``NEO4J_PASSWORD`` and
        ``NEO4J_DATABASE`` count; without those, the server that ``controlshift neo4j up``
        started on this machine.

    Raises
    ------
    StoreError
        If no server is named and none runs here, or a named one's password is missing.
    """
    uri = uri or os.environ.get("NEO4J_URI")
    user = user or os.environ.get("NEO4J_USERNAME") or home.USER
    password = password or os.environ.get("NEO4J_PASSWORD")
    database = database or os.environ.get("NEO4J_DATABASE")
    if uri is None:
        local = home.running()
        if local is None:
            raise StoreError(
                "no Neo4j server runs here: start one with 'controlshift neo4j up', "
                "or name another with --uri or NEO4J_URI"
            )
        return Address(local.uri, user, password or home.password(), database)
    if not password:
        raise StoreError(f"no password for {uri}: give it in NEO4J_PASSWORD")
    return Address(uri, user, password, database)


@contextlib.contextmanager
def connect(to: Address) -> Iterator[Driver]:
    """
    Connect to a server, having made sure that it answers, lets us in and is new enough.

    Raises
    ------
    StoreError
        In place of every error of the driver, also of those while it is used.
    """
    import neo4j

    # Every fault is ours to say: the driver shall not also log it on standard error.
    logging.getLogger("neo4j").addHandler(logging.NullHandler())
    if to.uri.partition("://")[0] not in _SCHEMES:
        raise StoreError(_no_address(to))
    with faults(to):
        try:
            driver = neo4j.GraphDatabase.driver(
                to.uri,
                auth=(to.user, to.password),
                max_transaction_retry_time=_RETRY_SECONDS,
                connection_acquisition_timeout=_RETRY_SECONDS,
                notifications_min_severity="OFF",
                user_agent="controlshift",
            )
        except (ValueError, neo4j.exceptions.ConfigurationError):
            raise StoreError(_no_address(to)) from None
        with driver:
            try:
                agent = driver.get_server_info().agent
            except neo4j.exceptions.ServiceUnavailable:
                raise StoreError(_away(to)) from None
            # What the driver says of a server that speaks none of its versions of Bolt, and of
            # one whose version has no notifications to filter.
            except neo4j.exceptions.ConfigurationError:
                raise StoreError(
                    f"the Neo4j at {to.uri} is too old (or no Neo4j): {OLDEST}.0 or later is needed"
                ) from None
            _check_version(to, agent)
            yield driver


def _no_address(to: Address) -> str:
    return (
        f"'{to.uri}' is no address of a Neo4j server: write one such as "
        "bolt://localhost:7687 or neo4j+s://….databases.neo4j.io"
    )


def _away(to: Address) -> str:
    start = "" if "://localhost" not in to.uri else "; start one with 'controlshift neo4j up'"
    return f"no Neo4j answers at {to.uri}{start}"


def _check_version(to: Address, agent: str) -> None:
    """Refuse a server older than we write for; its agent is such as ``Neo4j/5.26.0``."""
    version = agent.rpartition("/")[2]
    major = version.partition(".")[0]
    if major.isdigit() and int(major) < OLDEST:
        raise StoreError(
            f"the Neo4j at {to.uri} is too old: {version}, and {OLDEST}.0 or later is needed"
        )


@contextlib.contextmanager
def faults(to: Address) -> Iterator[None]:
    """Turn every error of the driver into one line that says what to do."""
    from neo4j.exceptions import DriverError, Neo4jError, ServiceUnavailable, SessionExpired

    try:
        yield
    except Neo4jError as error:
        raise StoreError(_said(to, error.code or "", error.message or str(error))) from error
    except (ServiceUnavailable, SessionExpired) as error:
        raise StoreError(
            f"the connection to {to.uri} was lost: what was not committed is not kept; "
            "see that the server runs, and do it again"
        ) from error
    except DriverError as error:
        raise StoreError(f"no talking to {to.uri}: {_line(str(error))}") from error
    except (OverflowError, UnicodeEncodeError) as error:
        raise StoreError(f"a value that Neo4j cannot hold: {_line(str(error))}") from error


_CODES = {
    "Security.Unauthorized": "{uri} does not let user '{user}' in with this password: "
    "give the right one in NEO4J_PASSWORD",
    "Security.AuthenticationRateLimit": "{uri} was given a wrong password too often: "
    "wait a minute, then give the right one in NEO4J_PASSWORD",
    "Security.CredentialsExpired": "the password of '{user}' at {uri} must be changed first, "
    "in Neo4j Browser",
    "Security.Forbidden": "user '{user}' may not do this at {uri}: {said}",
    "Database.DatabaseNotFound": "{uri} has no such database: {said}",
    "Transaction.TransactionLogError": "{uri} could not write, is its disk full? Nothing of this "
    "is kept. Make room, then 'controlshift neo4j down' and 'up' ({said})",
    "Transaction.TransactionStartFailed": "{uri} has stopped its database after a fault, is its "
    "disk full? Make room, then 'controlshift neo4j down' and 'up' ({said})",
    "Transaction.LockAcquisitionTimeout": "{uri} is at work on another load, or on one whose client "
    "was lost: wait a minute and do it again ({said})",
    "OutOfMemoryError": "{uri} has too little memory for this: start it with more, as by "
    "'controlshift neo4j up --heap 4g'",
}


def _said(to: Address, code: str, message: str) -> str:
    """Return one line for an error of the server."""
    said = _line(message)
    for ending, line in _CODES.items():
        if code.endswith(ending):
            return line.format(uri=to.uri, user=to.user, said=said)
    return f"{to.uri} says: {said} ({code})"


def _line(text: str) -> str:
    """Return a text as one line of bounded length."""
    flat = " ".join(text.split())
    return flat if len(flat) < 300 else f"{flat[:300]}…"
