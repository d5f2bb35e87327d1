"""Matplotlib in a process that can open no file: fonts from memory, and `savefig` to a file that gives up quietly.

Runs in the student's process.
"""

from __future__ import annotations

import gc
import importlib
import io
import os
import types
from pathlib import Path
from typing import Any

_RARELY = 200_000, 50, 50
"""A figure of twenty panels is tens of thousands of objects that refer to each other: looking for garbage among them takes a tenth of the
time to make it, and finds none. All figures of a question are fewer objects than this."""

_COMMON = "viridis", "gray", "gray_r", "Greys", "Greys_r", "binary", "hot", "magma", "coolwarm"
"""Colour maps that pictures of a course have."""


def draw_without_files() -> None:
    """Prepare Matplotlib, before the fork, for drawing after the seal. Fonts of the system are left out."""
    matplotlib: Any = importlib.import_module("matplotlib")
    fonts: dict[str, bytes] = {}
    for path in Path(matplotlib.get_data_path(), "fonts", "ttf").glob("*.ttf"):
        # Matplotlib lists fonts by its own folder's name and finds them by the real one: an environment may be reached by a link.
        fonts[str(path)] = fonts[str(path.resolve())] = path.read_bytes()
    _fonts_from_memory(fonts)
    _formulas_find(fonts)
    _savefig_gives_up()
    _texts_without_effects()
    _colours_once()
    gc.set_threshold(*_RARELY)


def _fonts_from_memory(fonts: dict[str, bytes]) -> None:
    """After a fork Matplotlib drops the fonts it has open, and the sealed child can open none: it reads these instead."""
    font_manager: Any = importlib.import_module("matplotlib.font_manager")
    ft2font: Any = importlib.import_module("matplotlib.ft2font")
    manager, opened = font_manager.fontManager, ft2font.FT2Font
    manager.ttflist = [font for font in manager.ttflist if font.fname in fonts]
    manager._findfont_cached.cache_clear()
    font_manager.os = _os_with(isfile=lambda path: str(path) in fonts or os.path.isfile(path))

    def from_memory(file: Any, *args: Any, **options: Any) -> Any:
        data = fonts.get(str(file))
        return opened(file if data is None else io.BytesIO(data), *args, **options)

    font_manager.ft2font = types.SimpleNamespace(**{**vars(ft2font), "FT2Font": from_memory})


def _formulas_find(fonts: dict[str, bytes]) -> None:
    """Before it sets a formula Matplotlib asks whether a font's file exists; no file can be asked for, so the answer is given."""
    mathtext: Any = importlib.import_module("matplotlib._mathtext")
    mathtext.os = _os_with(exists=lambda path: str(getattr(path, "path", path)) in fonts)


def _savefig_gives_up() -> None:
    """A figure that cannot be saved to a file is a figure all the same."""
    figure: Any = importlib.import_module("matplotlib.figure").Figure
    savefig = figure.savefig

    def where_possible(self: Any, *args: Any, **options: Any) -> Any:
        try:
            return savefig(self, *args, **options)
        except (
            PermissionError,
            FileNotFoundError,
            ImportError,
        ):  # PDF and its like open fonts and modules of their own
            return None

    figure.savefig = where_possible


def _texts_without_effects() -> None:
    """A text with an outline or a shadow is drawn as letters all the same: what is looked for are the letters."""
    renderer: Any = importlib.import_module("matplotlib.patheffects").PathEffectRenderer

    def plainly(self: Any, *args: Any, **options: Any) -> Any:
        return self._renderer.draw_text(*args, **options)

    renderer.draw_text = plainly


def _colours_once() -> None:
    """The colours of common maps: every picture gets a copy of its map, and works them out again if the map itself has not."""
    maps: Any = importlib.import_module("matplotlib").colormaps
    for name in _COMMON:
        maps._cmaps[name]._ensure_inited()


def _os_with(**path_functions: Any) -> Any:
    """The module `os` with some functions of `os.path` replaced."""
    paths = types.SimpleNamespace(**{**vars(os.path), **path_functions})
    return types.SimpleNamespace(**{**vars(os), "path": paths})
