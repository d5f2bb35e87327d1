"""The documentation builds as a site, without a broken link, and says what the commands say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command import ROOT

pytest.importorskip("mkdocs", reason="the site is made by it: pip install 'convgrade[docs]'")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", ".ci/mkdocs.yml", "-d", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.mark.slow
def test_every_page_is_in_the_site_and_in_its_menu(site: Path) -> None:
    pages = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    home = (site / "index.html").read_text(encoding="utf-8")
    for page in sorted(pages):
        html = page.replace("README.md", "index.md").replace(".md", ".html")
        assert (site / html).is_file()
        assert page == "index.md" or f'href="{html}"' in home, f"{page} is missing in the menu: .ci/mkdocs.yml"


@pytest.mark.slow
def test_the_reference_is_made_from_the_code(site: Path) -> None:
    commands = (site / "reference" / "commands.html").read_text(encoding="utf-8")
    for name in ("grade", "review", "check", "validate"):
        assert f'id="convgrade-{name}"' in commands
    python = (site / "reference" / "python.html").read_text(encoding="utf-8")
    assert 'id="autograder.runs.run.Run.grade"' in python
    assert "RunFileError" in python


@pytest.mark.slow
def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        for loaded in ('src="http', 'rel="stylesheet" href="http', 'rel="preconnect"'):
            assert loaded not in text, f"{page.name} loads from elsewhere"
