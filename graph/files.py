"""Where the bundled data are, and which version of any data was read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

_HERE = Path(__file__).resolve().parent


def bundled() -> Path:
    """Return the data folder: inside the wheel, or beside the package in a checkout."""
    return next(p for p in (_HERE / "data", _HERE.parent / "data") if p.is_dir())


def digest(paths: Iterable[Path]) -> str:
    """Return a short hash of the files' names and contents: the data version."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode())
        # A checkout on Windows may turn LF into CRLF: that is not another version.
        total.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return total.hexdigest()[:12]
