"""What can go wrong on the way to a server, each as one clear line."""

import contextlib
import socket
import struct
import threading

import pytest
from build import graph, tech
from test_cli import run

from graph import StoreError
from graph.store import connection
from graph.store.connection import Address, address, connect
from graph.store.elements import elements
from graph.store.load import push


@contextlib.contextmanager
def listening(serve):
    """A server of ours on a free port; ``serve`` gets each connection, in a thread."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def accept():
            with contextlib.suppress(OSError):
                while True:
                    client, _ = server.accept()
                    threading.Thread(target=serve, args=(client,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield f"bolt://127.0.0.1:{server.getsockname()[1]}"
        with contextlib.suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)


def text(value):
    """A short string, or a map of such, as Bolt packs it."""
    if isinstance(value, dict):
        body = b"".join(text(k) + text(v) for k, v in value.items())
        return bytes([0xA0 + len(value)]) + body
    raw = value.encode()
    return b"\xd1" + struct.pack(">H", len(raw)) + raw


def speaking(version, agent, fault=None):
    """A Bolt server that greets as one of some version, and then refuses all it is asked."""

    def message(tag, fields):
        body = bytes([0xB1, tag]) + text(fields)
        return struct.pack(">H", len(body)) + body + b"\0\0"

    def serve(client):
        with client, contextlib.suppress(OSError):
            client.recv(20)
            client.sendall(version)
            greeted = False
            while data := client.recv(65536):
                # Some requests come in one packet: each ends with two zero bytes.
                for request in data.split(b"\0\0")[:-1]:
                    tag = request[3]
                    if tag == 0x10 and fault:  # RUN
                        client.sendall(message(0x7F, {"code": fault[0], "message": fault[1]}))
                    elif tag == 0x3F and fault:  # PULL, after a failure
                        client.sendall(b"\0\2\xb0\x7e\0\0")
                    elif not greeted:
                        greeted = True
                        told = {"server": agent, "connection_id": "bolt-1"}
                        client.sendall(message(0x70, told))
                    else:
                        client.sendall(message(0x70, {}))

    return serve


def line(uri, *words, **env):
    done = run("neo4j", "status", *words, NEO4J_URI=uri, **{"NEO4J_PASSWORD": "x" * 8, **env})
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


def test_a_server_that_is_away():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert line(f"bolt://127.0.0.1:{port}") == f"no Neo4j answers at bolt://127.0.0.1:{port}\n"
    assert "no Neo4j answers at neo4j+s://" in line(f"neo4j+s://127.0.0.1:{port}")
    said = line(f"bolt://localhost:{port}")
    assert "start one with 'controlshift neo4j up'" in said


def test_what_is_no_address_and_a_password_that_is_missing():
    assert "'http://localhost:7474' is no address of a Neo4j server" in line(
        "http://localhost:7474"
    )
    assert "'localhost' is no address" in line("localhost")
    assert "no password for bolt://localhost: give it in NEO4J_PASSWORD" in line(
        "bolt://localhost", NEO4J_PASSWORD=""
    )


@pytest.mark.parametrize(
    ("version", "agent"),
    [(b"\0\0\4\4", "Neo4j/4.4.40"), (b"\0\0\0\0", "")],
    ids=["4.4", "older than any Bolt we speak"],
)
def test_a_server_that_is_too_old(version, agent):
    with listening(speaking(version, agent)) as uri:
        said = line(uri)
    assert f"the Neo4j at {uri} is too old" in said
    assert "5.0 or later" in said


def test_something_that_is_no_neo4j():
    def web(client):
        with client:
            client.recv(20)
            client.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with listening(web) as uri:
        assert uri in line(uri)
    with listening(lambda client: client.close()) as uri:
        assert f"no Neo4j answers at {uri}" in line(uri)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        # What a real server said on a full file system, at the commit and ever after.
        ("Neo.DatabaseError.Transaction.TransactionLogError", "is its disk full"),
        ("Neo.DatabaseError.Transaction.TransactionStartFailed", "is its disk full"),
        ("Neo.ClientError.Transaction.LockAcquisitionTimeout", "is at work on another load"),
        ("Neo.ClientError.Security.Forbidden", "user 'neo4j' may not do this"),
        ("Neo.ClientError.Database.DatabaseNotFound", "has no such database"),
        ("Neo.ClientError.Statement.SyntaxError", "says: what the server said"),
    ],
)
def test_what_a_server_refuses_is_said_in_our_words_and_its_own(code, said):
    with listening(
        speaking(b"\0\0\4\5", "Neo4j/5.26.0", (code, "what the server\nsaid"))
    ) as uri:
        found = line(uri)
    assert said in found
    assert "what the server said" in found


def relay(target, upstream, stop):
    """Pass bytes both ways between a client and the real server until told to stop."""

    def serve(client):
        with client, socket.create_connection(upstream) as real:
            target.extend((client, real))

            def back():
                with contextlib.suppress(OSError):
                    while data := real.recv(65536):
                        client.sendall(data)

            threading.Thread(target=back, daemon=True).start()
            with contextlib.suppress(OSError):
                while not stop.is_set() and (data := client.recv(65536)):
                    real.sendall(data)
            # Closing alone would not tell the server while the other thread still listens.
            with contextlib.suppress(OSError):
                real.shutdown(socket.SHUT_RDWR)

    return serve


@pytest.mark.parametrize("for_good", [False, True])
def test_a_connection_lost_in_mid_load(neo4j, monkeypatch, for_good):
    if for_good:
        monkeypatch.setattr(connection, "_RETRY_SECONDS", 3.0)
    host, port = neo4j.uri.rpartition("//")[2].split(":")
    first, second = (elements(graph(tech(n)), {}) for n in "pq")
    sockets, stop, cuts = [], threading.Event(), []

    def cut(_):
        if for_good:
            stop.set()
        if for_good or not cuts:
            cuts.append(True)
            for one in sockets:
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def held():
        with connect(neo4j) as driver:
            found = driver.execute_query("MATCH (t:Technology) RETURN t.tech_id").records
            return [r[0] for r in found]

    with connect(neo4j) as driver:
        push(driver, first)
    with listening(relay(sockets, (host, int(port)), stop)) as uri:
        through = Address(uri, neo4j.user, neo4j.password)
        if for_good:
            with (
                pytest.raises(StoreError, match="was lost: what was not committed is not kept"),
                connect(through) as driver,
            ):
                push(driver, second, progress=cut)
            assert held() == ["p"]
        else:
            with connect(through) as driver:  # tries again as a whole, nothing doubled
                push(driver, second, progress=cut)
            assert held() == ["q"]
    assert cuts


def test_options_count_before_the_environment(monkeypatch):
    monkeypatch.setenv("NEO4J_URI", "bolt://there")
    monkeypatch.setenv("NEO4J_USERNAME", "they")
    monkeypatch.setenv("NEO4J_PASSWORD", "theirs")
    assert address() == Address("bolt://there", "they", "theirs")
    assert address("bolt://here", "me", "mine", "db") == Address(
        "bolt://here", "me", "mine", "db"
    )
    assert "theirs" not in repr(address())
