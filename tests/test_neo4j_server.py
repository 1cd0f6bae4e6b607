"""A server of one's own, through its whole life: files, start, ports, kill, full disk, stop."""

import contextlib
import os
import signal
import socket
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from build import graph, tech
from test_cli import run

from graph import StoreError
from graph.store import admin_files, connection, home, runtime, server
from graph.store.connection import address, connect
from graph.store.elements import elements
from graph.store.load import push
from loaders import load
from queries.measures import measures

WANTED = server.Wanted(bolt_port=0, http_port=0, heap="512m", page_cache="64m")


@pytest.fixture(scope="module")
def bundled():
    kg = load(())
    return elements(kg, measures(kg))


@pytest.fixture(scope="module")
def own(tmp_path_factory, bundled):
    """A server that tests may kill; it begins with the bundled graph from import files."""
    folder = tmp_path_factory.mktemp("own")
    files = tmp_path_factory.mktemp("files")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONTROLSHIFT_HOME", str(folder))
        for name in ("NEO4J_URI", "NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE"):
            patch.delenv(name, raising=False)
        patch.setattr(connection, "_RETRY_SECONDS", 1.0)
        admin_files.write(bundled, files)
        home.home().mkdir()
        words = admin_files.COMMAND.removeprefix("neo4j-admin ").split()
        done = subprocess.run(
            runtime.program().command("org.neo4j.cli.AdminTool", *words), cwd=files,
            env={**os.environ, "NEO4J_HOME": str(home.home())}, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        server.up(WANTED)
        yield folder
        psutil.Process(home.last().pid).kill()


def unchanged(wanted):
    """Tell whether the server holds exactly this: a load of the same finds nothing to do."""
    to = address()
    with connect(to) as driver:
        (count,) = driver.execute_query("MATCH (n) RETURN count(n)").records[0]
        done = push(driver, wanted)
    return count == wanted.node_count + 1 and not any(
        (done.nodes_created, done.nodes_updated, done.nodes_removed, done.nodes_withdrawn,
         done.relations_created, done.relations_removed)
    )  # fmt: skip


def test_imported_files_hold_what_a_push_writes(own, bundled):
    assert unchanged(bundled)


def test_it_listens_on_this_machine_only_and_its_password_is_the_users_own(own):
    process = psutil.Process(home.running().pid)
    listening = [c.laddr.ip for c in process.net_connections() if c.status == "LISTEN"]
    assert listening
    assert {ip.removeprefix("::ffff:") for ip in listening} == {"127.0.0.1"}
    assert home.password_file().stat().st_mode & 0o777 == 0o600
    assert home.home().stat().st_mode & 0o777 == 0o700
    assert home.password() not in " ".join(process.cmdline())
    done = run("neo4j", "status", NEO4J_PASSWORD="wrong")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "does not let user 'neo4j' in with this password" in done.stderr


def test_one_that_runs_is_not_started_twice_and_a_taken_port_is_named(
    own, tmp_path, monkeypatch
):
    running = home.running()
    assert server.up(WANTED) == running
    monkeypatch.setenv("CONTROLSHIFT_HOME", str(tmp_path))
    done = run("neo4j", "up", "--bolt-port", str(running.bolt_port), "--http-port", "0")
    assert done.returncode == 1
    assert f"port {running.bolt_port} is taken" in done.stderr
    assert "--bolt-port" in done.stderr
    assert not (tmp_path / "neo4j").exists()


def test_a_server_killed_in_mid_load_comes_up_again_with_the_earlier_load(own, bundled):
    before = home.running()

    def kill(_):
        os.kill(before.pid, signal.SIGKILL)

    with (
        pytest.raises(StoreError, match="was lost: what was not committed is not kept"),
        connect(address()) as driver,
    ):
        push(driver, elements(graph(tech("x")), {}), progress=kill)
    assert home.running() is None
    with (
        ThreadPoolExecutor() as pool
    ):  # two starts at once: the second finds the first's server
        again, other = pool.map(server.up, [server.Wanted(heap="512m", page_cache="64m")] * 2)
    assert again == other
    assert (again.bolt_port, again.http_port) == (before.bolt_port, before.http_port)
    assert unchanged(bundled)


def test_a_full_disk_is_one_clear_line_and_nothing_is_lost(own, bundled, monkeypatch):
    process = psutil.Process(home.running().pid)
    # The server may write no file beyond this: to it, a disk that is full.
    soft, hard = process.rlimit(psutil.RLIMIT_FSIZE)
    process.rlimit(psutil.RLIMIT_FSIZE, (4_000_000, hard))
    big = elements(graph(tech("x")), {"x": {"reason": "x" * 10_000_000}})
    with pytest.raises(StoreError, match="is its disk full"), connect(address()) as driver:
        push(driver, big)
    done = run("neo4j", "push")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "disk full" in done.stderr
    process.rlimit(psutil.RLIMIT_FSIZE, (soft, hard))
    monkeypatch.setattr(server, "STOP_SECONDS", 5)
    with contextlib.suppress(StoreError):  # its database has stopped: it may have to be killed
        server.down()
    assert home.running() is None
    assert "start one with 'controlshift neo4j up'" in run("neo4j", "status").stderr
    server.up(server.Wanted(heap="512m", page_cache="64m"))
    assert unchanged(bundled)


def test_a_process_that_is_not_the_server_is_never_stopped(tmp_path, monkeypatch):
    monkeypatch.setenv("CONTROLSHIFT_HOME", str(tmp_path))
    me = psutil.Process()
    for started in (me.create_time() - 3600, 0.0):
        home.remember(home.Running(me.pid, started, "5.26", 1, 2, "1g", "1g"))
        assert server.down() is None
    (tmp_path / "neo4j" / "server.json").write_text('{"pid": ')
    assert home.last() is None


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (server.Wanted(0, 0, java="/no/such/java"), "no Java at /no/such/java"),
        (server.Wanted(0, 0, neo4j_home=Path("/no/such/neo4j")), "no Neo4j in /no/such/neo4j"),
        (server.Wanted(0, 0, heap="much"), "Invalid initial heap size"),
    ],
)
def test_what_it_cannot_run_on_is_named(wanted, said, tmp_path, monkeypatch):
    monkeypatch.setenv("CONTROLSHIFT_HOME", str(tmp_path))
    with pytest.raises(StoreError, match=said):
        server.up(wanted)


def test_a_java_that_is_too_old_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("CONTROLSHIFT_HOME", str(tmp_path))
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\"' >&2\n")
    java.chmod(0o755)
    with pytest.raises(StoreError, match=r"is 11: Neo4j .* needs 17 or 21"):
        server.up(server.Wanted(0, 0, java=str(java)))


def test_compose_has_the_settings_of_up():
    text = (Path(__file__).parents[1] / "compose.yaml").read_text(encoding="utf-8")
    told = {
        name.removeprefix("NEO4J_")
        .replace("__", "\0")
        .replace("_", ".")
        .replace("\0", "_"): value
        for name, value in (
            line.strip().replace('"', "").split(": ", 1)
            for line in text.splitlines()
            if line.strip().startswith("NEO4J_") and "AUTH" not in line
        )
    }
    ours = server.settings(server.BOLT_PORT, server.HTTP_PORT, server.PAGE_CACHE)
    assert told.pop("server.memory.heap.initial_size") == server.HEAP
    assert told.pop("server.memory.heap.max_size") == server.HEAP
    assert told == {
        n: v for n, v in ours.items() if n.startswith(("db", "client", "server.memory"))
        and n != "dbms.security.auth_enabled"
    }  # fmt: skip
    for port in (server.BOLT_PORT, server.HTTP_PORT):
        assert f'"127.0.0.1:{port}:{port}"' in text


def test_a_port_that_something_else_uses_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("CONTROLSHIFT_HOME", str(tmp_path))
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(StoreError, match=f"port {port} is taken.*--http-port"):
            server.up(server.Wanted(0, port))
