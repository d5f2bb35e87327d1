"""What authors of a course get wrong: small changes to the course of `tests/fixtures/numbers_course`, and what has to be said of each."""

from __future__ import annotations

from tests.support.mistakes.at_home import AT_HOME_MISTAKES
from tests.support.mistakes.checks import CHECK_MISTAKES
from tests.support.mistakes.making import CHAFFS, Mistake, copy_course
from tests.support.mistakes.running import RUNNING_MISTAKES
from tests.support.mistakes.settings import SETTINGS_MISTAKES
from tests.support.mistakes.stubs import STUB_MISTAKES
from tests.support.mistakes.variants import VARIANT_MISTAKES

__all__ = ["CHAFFS", "MISTAKES", "Mistake", "copy_course"]
MISTAKES = (
    *SETTINGS_MISTAKES,
    *STUB_MISTAKES,
    *VARIANT_MISTAKES,
    *CHECK_MISTAKES,
    *AT_HOME_MISTAKES,
    *RUNNING_MISTAKES,
)
