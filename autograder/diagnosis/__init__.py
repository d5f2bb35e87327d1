"""Why an answer is wrong: the misconception whose answers it gives, and the smallest case that shows it.

Both are evidence. A misconception is named only when the student's function and the misconception's code answer alike
on every probe, and differently from the right answer on at least one. Probes are a course's own small inputs
(``tests/hidden/NAME/probes.py``); they are never hidden inputs, so what happens on them may be shown.
"""

from autograder.diagnosis.diagnose import Diagnosis, Diagnostician, Sheet
from autograder.diagnosis.misconceptions import Misconception, load_misconceptions

__all__ = ["Diagnosis", "Diagnostician", "Misconception", "Sheet", "load_misconceptions"]
