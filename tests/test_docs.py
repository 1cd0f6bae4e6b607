"""README, help and commands say the same; each example runs."""

import re
import shlex
from pathlib import Path

import pytest
from test_cli import run
from typer.main import get_command

from queries.cli import app

ROOT = Path(__file__).parents[1]
TOP = get_command(app).commands
COMMANDS = {
    name: command for name, command in TOP.items() if not hasattr(command, "commands")
} | {
    f"{group} {name}": command
    for group in TOP
    for name, command in getattr(TOP[group], "commands", {}).items()
}
SLOW = {"robustness": ["--draws", "25"]}


@pytest.mark.parametrize("readme", ["README.md", "README.zh-TW.md"])
def test_the_readme_shows_every_command(readme):
    shown = set(
        re.findall(
            r"^\| `controlshift (\w+)",
            (ROOT / readme).read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    )
    assert shown == set(TOP)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_with_an_example_that_runs(name, tmp_path, request):
    if name == "neo4j down":  # must not stop the server of all tests
        request.getfixturevalue("monkeypatch").setenv("CONTROLSHIFT_HOME", str(tmp_path))
    elif name.startswith("neo4j"):
        request.getfixturevalue("neo4j")
    command = COMMANDS[name]
    assert command.help
    example = command.epilog.removeprefix("Example: controlshift ")
    words = shlex.split(example.replace("my-data", str(tmp_path / "mine")))
    if name == "diff":
        words = ["diff", "data", "data"]
    done = run(*words, *SLOW.get(name, []))
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "name",
    [
        "chokepoints",
        "deny",
        "control",
        "shift",
        "centrality",
        "power",
        "robustness",
        "portfolio",
    ],
)
def test_a_measure_says_what_it_measures_identifies_and_when_to_beware(name):
    for word in ("Measures:", "Identifies:", "Beware:"):
        assert word in COMMANDS[name].help


def test_the_readmes_tables_are_those_of_the_bundled_data():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = text.split("$ controlshift chokepoints --top 5\n")[1].split("```")[0]
    assert block.strip() == run("chokepoints", "--top", "5").stdout.strip()
    ranked = text.split("$ controlshift shift\n")[1].split("    …")[0].strip()
    assert run("shift").stdout.strip().startswith(ranked)


def test_measures_document_themselves():
    for path in (ROOT / "queries").glob("*.py"):
        head = path.read_text(encoding="utf-8").split('"""')[1]
        if path.stem in (
            "chokepoint",
            "control",
            "shift",
            "power",
            "centrality",
            "portfolio",
            "robustness",
        ):
            for word in ("Measures:", "Identifies:", "Beware:", "References\n"):
                assert word in head or path.stem == "shift", (path.stem, word)
