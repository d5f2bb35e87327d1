"""What the site has beside docs/*.md: a page of the commands, made from what they say of themselves, and the root's own pages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File

ROOT = Path(__file__).resolve().parent.parent
BESIDE = ("CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
"""Pages that stand in the root, where GitHub looks for them."""


def on_config(config: Any) -> Any:
    """Every system of the registry has its page in the menu, under the table of all of them."""
    from autograder import lms

    systems = sorted(lms.all_systems(), key=lambda one: one.title.casefold())
    _menu_of(config.nav, "lms/README.md").extend({one.title: f"lms/{one.page}"} for one in systems)
    return config


def _menu_of(menu: list[Any], page: str) -> list[Any]:
    """The part of the ``menu`` that ``page`` stands in."""
    if page in menu:
        return menu
    below = (part for entry in menu if isinstance(entry, dict) for part in entry.values() if isinstance(part, list))
    return next((found for part in below if (found := _menu_of(part, page))), [])


def on_files(files: Any, config: Any) -> Any:
    """Add the pages that are no files of docs/."""
    files.append(File.generated(config, "reference/commands.md", content=_commands()))
    for name in BESIDE:
        files.append(File.generated(config, name.lower(), content=_of_the_root(name)))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Links to the root's own pages lead to their copies in the site."""
    for name in BESIDE:
        markdown = re.sub(rf"\]\((\.\./)+{name}", f"]({name.lower()}", markdown)
    return markdown


def _of_the_root(name: str) -> str:
    text = (ROOT / name).read_text(encoding="utf-8")
    text = re.sub(
        r"\]\((?!https?:|#|docs/|[A-Z]+\.md)([^)]*)\)", r"](#)", text
    )  # files of the repository that are no pages
    for other in BESIDE:
        text = text.replace(f"]({other}", f"]({other.lower()}")
    return re.sub(r"\]\(README\.md[^)]*\)", "](index.md)", text.replace("](docs/", "]("))


def _commands() -> str:
    import typer
    from typer.cli import get_docs_for_click

    from autograder.cli import commands

    command = typer.main.get_command(commands())
    return get_docs_for_click(obj=command, ctx=typer.Context(command), name="convgrade")
