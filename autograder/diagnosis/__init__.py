"""Diagnosis: the answers to a question's probes come in; the misconception that gives the same ones, and the smallest wrong case, go out.

Both are evidence. A misconception is named only if its code and the student's function give the same answers on every probe, and not the
right answer on at least one. Probes are a course's own small inputs (``tests/hidden/NAME/probes.py``); they are never hidden inputs, so
they may be shown.
"""

from autograder.diagnosis.diagnose import Diagnosis, Diagnostician, Sheet
from autograder.diagnosis.misconceptions import Misconception, load_misconceptions

__all__ = ["Diagnosis", "Diagnostician", "Misconception", "Sheet", "load_misconceptions"]
