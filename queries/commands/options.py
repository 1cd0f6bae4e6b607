"""The options that every command shares, declared once."""

from __future__ import annotations

import contextlib
import functools
import inspect
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from graph.words import Lang
from queries.commands.values import iso_date
from queries.output.formats import Format, PageFormat

if TYPE_CHECKING:
    from graph.model import Graph
    from queries.output.result import Result


def _default_lang() -> str:
    return "zh" if os.environ.get("CONTROLSHIFT_LANG", "").startswith("zh") else "en"


_SHARED: dict[str, tuple[Any, Any]] = {
    "data": (
        Annotated[
            list[Path] | None,
            typer.Option(
                "--data", help="Folder of tables laid over the bundled ones; repeatable."
            ),
        ],
        None,
    ),
    "extra": (
        Annotated[
            list[str] | None,
            typer.Option("--with", help="A dataset of your own, as NAME=DIR: eto=DIR."),
        ],
        None,
    ),
    "form": (
        Annotated[Format, typer.Option("--format", help="How the answer is written.")],
        Format.TABLE,
    ),
    "lang": (
        Annotated[
            str,
            typer.Option("--lang", help="en, or zh for Traditional Chinese.", metavar="en|zh"),
        ],
        _default_lang(),
    ),
    "top": (
        Annotated[int | None, typer.Option("--top", min=1, help="Only the first rows.")],
        None,
    ),
    "output": (
        Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")],
        None,
    ),
}


@dataclass(frozen=True, slots=True)
class Request:
    """What the shared options ask for."""

    data: tuple[Path, ...]
    extra: tuple[str, ...]
    lang: Lang
    output: Path | None = None
    form: Format = Format.TABLE
    top: int | None = None

    def graph(self, as_of: str | None = None) -> Graph:
        """Return the checked graph: bundled data, then the user's own; as of a date if any."""
        from loaders import load

        kg = load(self.data, extra=self.extra, say=lambda line: typer.echo(line, err=True))
        return kg if as_of is None else kg.at(iso_date(as_of))

    def write(self, result: Result) -> None:
        """Write a result to standard output or to the file asked for."""
        from queries.output.render import render

        text = render(result.top(self.top), self.form, lang=self.lang, width=width())
        if self.output is None:
            sys.stdout.write(text.removeprefix("\ufeff") if sys.stdout.isatty() else text)
        else:
            self.output.write_text(text, encoding="utf-8", newline="")
            typer.echo(f"wrote {self.output}", err=True)

    def write_page(self, html: str, name: str, form: PageFormat = PageFormat.HTML) -> None:
        """
        Write a page to the file asked for, or else to one of this name, and say so.

        Raises
        ------
        RequestError
            If it is to be printed and no browser is installed.
        """
        path = self.output or Path(f"{name}.{form}")
        if form is PageFormat.PDF:
            from queries.pages.pdf import to_pdf

            to_pdf(html, path)
        else:
            path.write_text(html, encoding="utf-8", newline="")
        typer.echo(f"wrote {path} ({path.stat().st_size / 1000:,.0f} kB)", err=True)

    def asked(self, verb: str, **options: str) -> str:
        """Return the command as others can give it again: of folders, only their names."""
        words = ["controlshift", verb]
        for name, value in options.items():
            words += [f"--{name}", value]
        for folder in self.data:
            words += ["--data", folder.name]
        for extra in self.extra:
            name, _, folder_name = extra.partition("=")
            words += ["--with", f"{name}={Path(folder_name).name}"]
        return shlex.join(words + (["--lang", "zh"] if self.lang == "zh" else []))


@contextlib.contextmanager
def progress(what: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """Show a bar on standard error while work lasts; nothing where that is no terminal."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)


def width() -> int:
    """Return the width of the terminal, 100 where there is none."""
    return max(60, shutil.get_terminal_size((100, 24)).columns)


def _sharing(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator that gives a command these shared options, as one ``request``."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(command)
        def wrapped(**given: Any) -> None:  # noqa: ANN401 - typer fills in any option
            asked = {name: given.pop(name) for name in names}
            if asked["lang"] not in ("en", "zh"):
                raise typer.BadParameter(
                    f"'{asked['lang']}' is neither en nor zh", param_hint="--lang"
                )
            for name in ("data", "extra"):
                asked[name] = tuple(asked[name] or ())
            command(request=Request(**asked), **given)

        hints = get_type_hints(command, include_extras=True)
        parameters = [
            p.replace(annotation=hints[p.name], kind=inspect.Parameter.KEYWORD_ONLY)
            for p in inspect.signature(command).parameters.values()
            if p.name != "request"
        ]
        for name in names:
            annotation, default = _SHARED[name]
            parameters.append(
                inspect.Parameter(
                    name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default
                )
            )
        wrapped.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        wrapped.__annotations__ = {p.name: p.annotation for p in parameters}
        del wrapped.__wrapped__
        return wrapped

    return decorate


# A command that writes rows takes all of them; one that writes a file has no rows to cut and
# formats of its own; one that only reads the data has nothing to write.
shared = _sharing(*_SHARED)
paged = _sharing("data", "extra", "lang", "output")
reading = _sharing("data", "extra", "lang")
