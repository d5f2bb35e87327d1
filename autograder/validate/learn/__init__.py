"""Wrong answers of a real class as new chaffs: ``convgrade learn RUN``.

`groups` finds them in a run's records, and asks one of each its probes, sealed; `needed` takes from a file what an answer is made of;
`stripped` takes out what may tell who wrote it, `renamed` its names; `chaff` writes it in the course's form and has it judged, sealed,
before it is kept.
"""

from autograder.validate.learn.asker import Asker
from autograder.validate.learn.chaff import PRIVACY, Learned, learned, made
from autograder.validate.learn.groups import Found, Group, found_in
from autograder.validate.learn.needed import Refused
from autograder.validate.learn.words import Known

__all__ = ["PRIVACY", "Asker", "Found", "Group", "Known", "Learned", "Refused", "found_in", "learned", "made"]
