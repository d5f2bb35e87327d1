"""Threat 41: what describes figures in this process, replaced by what tells of figures that nobody drew. Handed in beside an attack."""

import gc
import sys

import numpy as np


def told(arrays, titles, columns):
    rows = -(-len(arrays) // columns)
    panels = []
    for i, (array, title) in enumerate(zip(arrays, titles)):
        row, column = divmod(i, columns)
        picture = {
            "array": np.array(array, float),
            "mesh": False,
            "upward": False,
            "whole": True,
            "tiny": False,
            "blank": False,
        }
        panels.append(
            {
                "pictures": [picture | {"unsigned": False}],
                "grey": True,
                "title": title,
                "texts": [],
                "off": True,
                "hidden": False,
                "grid": [rows, columns, row, column],
                "place": [row, column],
                "size": [0.9 / columns, 0.9 / rows],
                "centre": [(column + 0.5) / columns, (row + 0.5) / rows],
            }
        )
    return {"kind": "Figure", "wrapped": False, "before": False, "panels": panels}


_replaced = []


def replace():
    _replaced.append(1)
    if len(_replaced) > 4:  # the helpers are there by now
        return
    show = lambda function, *calls: [[function(*one) for one in calls], [list(one) for one in calls]]
    for thing in gc.get_objects():
        if (
            type(thing) is dict
            and ("show" in thing or "describe" in thing)
            and "__name__" in thing
            and thing is not globals()
        ):
            thing["show"] = show
            thing["describe"] = lambda answer, known=(): answer
    if "_suite_props" in sys.modules:
        sys.modules["_suite_props"].show = show
