"""Code copied out of where it was shown: with a console's prompts in front of its lines, or between the fences of Markdown.

Runs in the student's process, and where the grader looks at text.
"""

from __future__ import annotations

import re

_FIRST = re.compile(r"^(?:>>>|In \[\d+\]:)(?: |$)", re.M)
_ANY = re.compile(r"^(?:>>> ?|In \[\d+\]: ?|\.\.\.(?: |$)| +\.\.\.+: ?)", re.M)
_OUTPUT = re.compile(r"^Out\[\d+\]:.*$", re.M)
_OPENS = re.compile(r"(`{3,}|~{3,})[ \t]*[{.]*(?:python3?|py|code-cell|ipython3?)\b.*", re.I)
_CODE = re.compile(r"(?:async[ \t]+def|def|class|import|from)[ \t]+\w|@\w")


def uncovered(text: str) -> tuple[str, str] | None:
    """The code that is shown in the text, in as many lines, and what was left out; None where it is nothing but itself."""
    code, told = text, []
    if (inside := without_fences(code)) is not None:
        code = inside
        told.append("the Markdown around the code")
    if (bare := without_prompts(code)) is not None:
        code = bare
        told.append("a console's prompts")
    return (code, " and ".join(told)) if told else None


def without_prompts(text: str) -> str | None:
    """The text without prompts, which IPython takes away too; None where it has none. What the console answered is no Python and is left
    for the reader to leave out, but for IPython's ``Out[1]:``, which would read as some."""
    return _ANY.sub("", _OUTPUT.sub("", text)) if _FIRST.search(text) else None


def without_fences(text: str) -> str | None:
    """What stands between fences that say it is Python; None where there are none, or where definitions stand outside of them too."""
    if "```" not in text and "~~~" not in text:
        return None
    kept, fence, fenced = [], "", False
    for line in text.split("\n"):
        found = _OPENS.fullmatch(line.strip()) if not fence else None
        if found:
            fence, fenced = found[1], True
            kept.append("")
        elif fence and line.strip() == fence:
            fence = ""
            kept.append("")
        elif not fence and _CODE.match(line):
            return None
        else:
            kept.append(line if fence else "")
    return "\n".join(kept) if fenced else None
