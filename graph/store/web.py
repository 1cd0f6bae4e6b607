"""Neo4j Browser's pages with files of ours beside them, at the same address.

The server gives out the first folder ``browser`` of its class path. A copy of the one in
Browser's jar goes before the jar, with a folder of ours in it: no second server is needed, and
Browser, which opens guides and styles only of hosts that it is allowed, allows its own.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from os import pathsep
from pathlib import Path

from graph.store.runtime import Program

_OURS = "controlshift"


def address(http_port: int) -> str:
    """Return where our files are found."""
    return f"http://localhost:{http_port}/browser/{_OURS}"


def beside(program: Program, folder: Path, files: Mapping[str, bytes]) -> Program:
    """
    Return the program with files of ours beside Browser's pages; as it was, if it has none.

    Parameters
    ----------
    folder
        Where the copy is kept; made once for each version of Browser.
    files
        Content by name.
    """
    jar = next(program.lib.glob("neo4j-browser-*.jar"), None)
    if jar is None:
        return program
    copy = folder / jar.stem
    if not copy.is_dir():
        for old in folder.glob("neo4j-browser-*"):
            shutil.rmtree(old)
        part = folder / "part"
        with zipfile.ZipFile(jar) as pages:
            pages.extractall(part, [n for n in pages.namelist() if n.startswith("browser/")])
        part.rename(copy)
    ours = copy / "browser" / _OURS
    shutil.rmtree(ours, ignore_errors=True)
    ours.mkdir()
    for name, content in files.items():
        (ours / name).write_bytes(content)
    return replace(program, classpath=f"{copy}{pathsep}{program.classpath}")
