"""The house itself: imports run one way, the wheel holds what it should, help is cheap."""

import ast
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ORDER = ("graph", "loaders", "queries")


@pytest.mark.parametrize("package", ORDER)
def test_imports_run_one_way(package):
    above = set(ORDER[ORDER.index(package) + 1 :])
    for path in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            wrong = {n for n in names if n.split(".")[0] in above}
            assert not wrong, f"{path.relative_to(ROOT)} imports {wrong}"


def test_the_wheel_holds_the_three_packages_and_the_data(tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    tops = {n.split("/")[0] for n in names}
    assert {t for t in tops if not t.endswith(".dist-info")} == set(ORDER)
    assert "graph/data/technologies.csv" in names
    assert "graph/data/eto/inputs.csv" in names
    target = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(target)
    code = "from graph.files import bundled; print(bundled())"
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=target, check=True, capture_output=True, text=True
    )
    assert Path(found.stdout.strip()) == target / "graph" / "data"


def test_help_imports_nothing_heavy():
    code = (
        "import sys; from queries.cli import app; "
        "print([m for m in ('numpy','pandas','networkx','neo4j','scipy','pyvis') if m in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert found.stdout.strip() == "[]"


def test_the_project_speaks_of_taiwan_as_taiwan():
    for path in (ROOT / "data").glob("*.csv"):
        if path.stem != "aliases":  # which lists what foreign sources call it
            assert "Province of China" not in path.read_text(encoding="utf-8"), path.name
