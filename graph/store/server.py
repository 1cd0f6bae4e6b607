"""A Neo4j server on this machine alone: started, asked how it is, stopped.

It listens on the loopback interface only, asks for a password, and keeps its data in the user's
data folder. It is a separate program: nothing of Neo4j is linked into this one.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.errors import StoreError
from graph.store import home, runtime, web
from graph.store.home import Running

BOLT_PORT, HTTP_PORT = 7687, 7474
HEAP, PAGE_CACHE = "1g", "256m"
READY_SECONDS, STOP_SECONDS = 180, 60

_MAIN, _ADMIN = "org.neo4j.server.CommunityEntryPoint", "org.neo4j.cli.AdminTool"
# What Neo4j's own launcher passes: it would read them, and the heap, from neo4j.conf.
_JVM = (
    "-XX:+UseG1GC",
    "-XX:-OmitStackTraceInFastThrow",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dlog4j2.disable.jmx=true",
)

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the server shall run. A port of 0 means any free one; ``None`` the one of last time."""

    bolt_port: int | None = None
    http_port: int | None = None
    heap: str = HEAP
    page_cache: str = PAGE_CACHE
    java: str | None = None
    neo4j_home: Path | None = None


def settings(bolt_port: int, http_port: int, page_cache: str) -> dict[str, str]:
    """Return the server's configuration: what ``neo4j.conf`` says."""
    return {
        "server.default_listen_address": "127.0.0.1",
        "server.bolt.listen_address": f"127.0.0.1:{bolt_port}",
        "server.bolt.advertised_address": f"localhost:{bolt_port}",
        "server.http.listen_address": f"127.0.0.1:{http_port}",
        "server.http.advertised_address": f"localhost:{http_port}",
        "server.https.enabled": "false",
        "dbms.security.auth_enabled": "true",
        "server.directories.import": "import",
        "server.memory.pagecache.size": page_cache,
        "db.tx_log.preallocate": "false",
        "db.tx_log.rotation.size": "16m",
        "db.tx_log.rotation.retention_policy": "keep_none",
        # A client that vanished in mid-load may hold locks for a while: say so, do not wait on end.
        "db.lock.acquisition.timeout": "60s",
        "client.allow_telemetry": "false",
        "dbms.usage_report.enabled": "false",
    }


def up(
    wanted: Wanted,
    *,
    kit: Callable[[str], Mapping[str, bytes]] | None = None,
    extra: Mapping[str, str] | None = None,
    say: Told = lambda _: None,
) -> Running:
    """
    Start the local server and wait until it answers; one that runs already is returned as it is.

    Parameters
    ----------
    wanted
        Ports, memory, and what it runs on.
    kit
        Returns the files to be found beside Browser's pages, by name, from their address there;
        Browser opens the first of them once it has connected.
    extra
        Further settings of ``neo4j.conf``.
    say
        Is told what is being done.

    Raises
    ------
    StoreError
        If a port is taken, there is no Java, or the server does not come up; says why.
    """
    with _alone():
        server = home.running() or _begin(wanted, kit, extra or {}, say)
        _await(server, home.home(), say)
    return server


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Let one start at a time, for two would each set a password; a lock that no crash leaves."""
    path = home.home().with_suffix(".lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = sqlite3.connect(path, timeout=READY_SECONDS, isolation_level=None)
    with contextlib.closing(lock):
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise StoreError(f"another 'controlshift neo4j up' is at work ({error})") from None
        yield


def _begin(
    wanted: Wanted,
    kit: Callable[[str], Mapping[str, bytes]] | None,
    extra: Mapping[str, str],
    say: Told,
) -> Running:
    """Start the server's process, with a password made the first time."""
    before = home.last()
    bolt = _port(wanted.bolt_port, before.bolt_port if before else BOLT_PORT, "--bolt-port")
    http = _port(wanted.http_port, before.http_port if before else HTTP_PORT, "--http-port")
    program = runtime.program(wanted.java, wanted.neo4j_home, say=say)
    folder = home.home()
    for name in ("conf", "data", "logs", "import", "run"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    conf = {**settings(bolt, http, wanted.page_cache), **extra}
    if kit is not None:
        files = kit(web.address(http))
        program = web.beside(program, folder, files)
        conf["browser.post_connect_cmd"] = f"play {web.address(http)}/{next(iter(files))}"
    (folder / "conf" / "neo4j.conf").write_text(
        "".join(f"{name}={value}\n" for name, value in conf.items()), encoding="utf-8"
    )
    if not (folder / "data" / "databases" / "system").exists():
        say("setting a password")
        _set_password(program, folder)
    say("starting")
    command = program.command(
        _MAIN,
        f"--home-dir={folder}",
        f"--config-dir={folder / 'conf'}",
        options=(f"-Xms{wanted.heap}", f"-Xmx{wanted.heap}", *_JVM),
    )
    return _start(
        command, folder, (program.version, bolt, http, wanted.heap, wanted.page_cache)
    )


def down() -> Running | None:
    """
    Stop the local server cleanly, and return what ran, if any did.

    Raises
    ------
    StoreError
        If it did not stop within a minute and had to be killed.
    """
    import psutil

    found = home.running()
    if found is None:
        return None
    process = psutil.Process(found.pid)
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except psutil.TimeoutExpired:
        process.kill()
        process.wait()
        raise StoreError(
            f"the server did not stop in {STOP_SECONDS} s and was killed: what was committed is "
            f"kept, it recovers when started; see {home.home() / 'logs' / 'debug.log'}"
        ) from None
    return found


def _port(wanted: int | None, usual: int, option: str) -> int:
    """Return a port that is free, or say that the one wanted is taken."""
    port = usual if wanted is None else wanted
    with socket.socket() as probe:
        if sys.platform != "win32":  # there it would allow to share a port in use
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise StoreError(
                f"port {port} is taken: stop what uses it, or choose another with {option} "
                "(0: any free one)"
            ) from None
        return int(probe.getsockname()[1])


def _set_password(program: runtime.Program, folder: Path) -> None:
    """Make the first password; it goes by file, for others can see a command's arguments."""
    home.new_password()
    asked = subprocess.run(
        program.command(_ADMIN, "dbms", "set-initial-password", f"@{home.password_file()}"),
        env={**os.environ, "NEO4J_HOME": str(folder), "NEO4J_CONF": str(folder / "conf")},
        capture_output=True,
        text=True,
        check=False,
    )
    if asked.returncode:
        raise StoreError(f"Neo4j takes no password: {_cause(asked.stderr)}")


def _start(command: list[str], folder: Path, told: tuple[str, int, int, str, str]) -> Running:
    """Start the server as a process of its own, which outlives this one."""
    import psutil

    apart = (
        {"creationflags": 0x00000200 | 0x08000000}  # new process group, no window
        if sys.platform == "win32"
        else {"start_new_session": True}
    )
    with open(folder / "logs" / "out.log", "wb") as out:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd=folder, **apart
        )
    process.returncode = 0  # it shall outlive us: no warning that it still runs
    server = Running(process.pid, psutil.Process(process.pid).create_time(), *told)
    home.remember(server)
    return server


def _await(server: Running, folder: Path, say: Told) -> None:
    """Wait until the server answers a query; say why it ended if it does."""
    from graph.store.connection import Address, connect

    to = Address(server.uri, home.USER, home.password())
    limit = time.monotonic() + READY_SECONDS
    while time.monotonic() < limit:
        if not server.alive():
            raise StoreError(f"the server ended at once: {_why(folder)}")
        if _listens(server.bolt_port):
            say("waiting for its first answer")
            with connect(to) as driver:
                driver.execute_query("RETURN 1")
            return
        time.sleep(0.2)
    raise StoreError(
        f"the server does not answer after {READY_SECONDS} s: see {folder / 'logs'}; "
        "'controlshift neo4j down' stops it"
    )


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _why(folder: Path) -> str:
    """Return the line of the server's log that says most, and where the rest is."""
    log = folder / "logs" / "out.log"
    text = log.read_text(encoding="utf-8", errors="replace")
    return f"{_cause(text)}; more in {log}"


def _cause(text: str) -> str:
    """Return the last cause that a Java program gave, or else the first line it wrote."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    causes = [line for line in lines if line.startswith("Caused by:") or " ERROR " in line]
    return [*causes[-1:], *lines, "no word in its log"][0][:300]
