"""Moments as downloads write them, read only where they can be told exactly."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo

FORMS = (
    "%Y-%m-%d-%H-%M-%S",  # Blackboard's file names
    "%b %d, %Y %I%M %p",  # Brightspace's folders: Sep 24, 2024 926 PM
    "%Y%m%d%H%M%S",  # Sakai's time stamps, without their thousandths
)


def moment(text: str, zone: tzinfo | None = None) -> datetime | None:
    """The moment that ``text`` tells, with a time zone; None where it tells none.

    ``zone`` is that of texts without one; without it they tell no moment.
    """
    words = re.sub(r"(\.\d{6})\d+", r"\1", " ".join(text.split()))
    words = re.sub(r"\s*(?:UTC|GMT)$", "+00:00", words)
    words = re.sub(r"\s+([+-]\d{2}):?(\d{2})$", r"\1:\2", words)
    found = _iso(words) or _form(words)
    if found is None or (found.tzinfo is None and zone is None):
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=zone)


def _iso(text: str) -> datetime | None:
    if not re.match(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:", text):
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo is not None and found.utcoffset() is None else found


def _form(text: str) -> datetime | None:
    if re.fullmatch(r"\d{17}", text):
        text = text[:14]
    time = re.fullmatch(r"(.*, \d{4},?) (\d{1,2}):?(\d{2}) ([AP]M)", text)
    if time:
        text = f"{time[1].rstrip(',')} {int(time[2]):02}{time[3]} {time[4]}"
    for form in FORMS:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    return None
