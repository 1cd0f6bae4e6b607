"""Where the local server lives: its data, its password, and how it was last started.

``CONTROLSHIFT_HOME`` names the folder; without it, the place where the operating system wants
programs to keep their users' data. Jars and Java are not data: they go to the user's cache.
"""

from __future__ import annotations

import json
import os
import secrets
import string
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.errors import StoreError

USER = "neo4j"


def _base(variable: str, unix: str, mac: str) -> Path:
    """Return a folder of the user's, by the custom of the operating system."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    default = mac if sys.platform == "darwin" else unix
    return Path(os.environ.get(variable) or Path.home() / default)


def home() -> Path:
    """Return the folder of the local server: ``CONTROLSHIFT_HOME`` or the user's data folder."""
    given = os.environ.get("CONTROLSHIFT_HOME")
    if given:
        return Path(given).expanduser().absolute() / "neo4j"
    data = _base("XDG_DATA_HOME", ".local/share", "Library/Application Support")
    return data / "controlshift" / "neo4j"


def cache() -> Path:
    """Return the folder for what can be fetched again."""
    return _base("XDG_CACHE_HOME", ".cache", "Library/Caches") / "controlshift"


@dataclass(frozen=True, slots=True)
class Running:
    """
    A local server as it was started.

    ``started`` is when the process began, in seconds since 1970: a process id alone may by now be
    another program's.
    """

    pid: int
    started: float
    version: str
    bolt_port: int
    http_port: int
    heap: str
    page_cache: str

    @property
    def uri(self) -> str:
        """Return the address for drivers."""
        return f"bolt://localhost:{self.bolt_port}"

    @property
    def browser(self) -> str:
        """Return the address of Neo4j Browser, the form for user and server filled in."""
        return f"http://localhost:{self.http_port}/browser/?dbms=bolt://{USER}@localhost:{self.bolt_port}"

    def alive(self) -> bool:
        """Tell whether this very process still runs."""
        import psutil

        try:
            process = psutil.Process(self.pid)
            same: bool = abs(process.create_time() - self.started) < 2
            return same and bool(process.status() != psutil.STATUS_ZOMBIE)
        except psutil.NoSuchProcess:
            return False


def _record() -> Path:
    return home() / "server.json"


def last() -> Running | None:
    """Return how the server was last started, whether or not it still runs."""
    try:
        return Running(**json.loads(_record().read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None  # never started, or the file was cut short by a crash


def running() -> Running | None:
    """Return the local server if it runs."""
    found = last()
    return found if found and found.alive() else None


def remember(server: Running) -> None:
    """Write down how the server was started."""
    _write(_record(), json.dumps(asdict(server), indent=2))


def password_file() -> Path:
    """Return the file with the password, which only the user can read."""
    return home() / "password"


def password() -> str:
    """
    Return the local server's password.

    Raises
    ------
    StoreError
        If its file is gone.
    """
    try:
        return password_file().read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise StoreError(
            f"{password_file()} is gone: write the password there again, or take away "
            f"{home()} to begin with an empty database"
        ) from None


def new_password() -> str:
    """Make a password, keep it in its file, and return it."""
    letters = string.ascii_letters + string.digits
    made = "".join(secrets.choice(letters) for _ in range(24))
    _write(password_file(), made)
    return made


def _write(path: Path, text: str) -> None:
    """Replace a file by one that only the user can read, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)
    draft.replace(path)
