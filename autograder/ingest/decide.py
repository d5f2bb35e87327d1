"""Which of the judged files is the answer: by what they answer, and only where none answers anything by their names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from autograder.ingest.handout import Handout
from autograder.ingest.judge import Judged, alike, exact, is_copy, is_markdown, support
from autograder.ingest.names import ANSWERS, ARCHIVES, CLOSED, is_backup, split
from autograder.ingest.unpack import Handed
from autograder.records.sentences import say

ZIP_SECONDS = 2
"""A zip tells times no finer than that."""

MORE = say("it answers more")


@dataclass(frozen=True)
class Decision:
    """The chosen files, the main one first, with the questions taken from each; or the reason why there are none. ``untouched`` are
    files that are as they were handed out."""

    chosen: tuple[tuple[Judged, tuple[str, ...]], ...] = ()
    flags: tuple[str, ...] = ()
    reason: str = ""
    untouched: tuple[str, ...] = ()


def decide(judged: Sequence[Judged], files: Sequence[Handed], handout: Handout) -> Decision:
    """What the answer is."""
    whole = [one for one in judged if not one.problem]
    # Tests, programs' copies and texts with code in them hold answers too, sometimes; they count where nothing else does.
    seldom = (support, is_copy, is_markdown)
    for pool in (
        [one for one in whole if not any(kind(one.file.name) for kind in seldom)],
        *([one for one in whole if kind(one.file.name)] for kind in seldom),
    ):
        answering = [one for one in pool if one.given or one.answers.broken]
        if answering:
            return _together(answering, judged, handout)
    return _by_name(judged, files, handout)


def _together(answering: Sequence[Judged], judged: Sequence[Judged], handout: Handout) -> Decision:
    """The best of the files that answer something, with those that answer what it does not."""
    first, why = _best(answering, handout)
    if first is None:
        return Decision(reason=_undecided(answering, why, handout))
    got = dict(first.given)
    chosen: list[tuple[Judged, tuple[str, ...]]] = [(first, tuple(got))]
    aside: list[tuple[Judged, str]] = []
    rest = sorted((one for one in answering if one is not first), key=lambda one: -len(one.given))
    for one in rest:
        new = tuple(name for name in handout.questions if name in one.given and name not in got)
        other = [name for name, digest in one.given.items() if got.get(name, digest) != digest]
        if new and other:
            against = next(known for known, _ in chosen if any(name in known.given for name in other))
            return Decision(reason=_contradiction(against, one, other, handout))
        if new:
            chosen.append((one, new))
            got |= {name: one.given[name] for name in new}
        elif (
            other
            or one.answers.broken - got.keys()
            or (one.substance != first.substance and one.answers.given.keys() == first.answers.given.keys())
        ):
            aside.append((one, why.get(id(one), MORE)))
    flags: list[str] = []
    if len(chosen) > 1:
        told = "; ".join(sorted(f"{one.file.shown} ({_few(names)})" for one, names in chosen))
        flags.append(say("the answers were read from {number} files together: {files}", number=len(chosen), files=told))
    if aside:
        others = _listed([one for one, _ in aside])
        parts = {"file": first.file.shown, "why": aside[0][1], "others": others}
        flags.append(say("the answer was read from {file} ({why}), not from {others}", **parts))
    left = [one for one in judged if _idle(one) and _meant(one, handout)]
    idle: list[str] = [say("{file} {told}", file=one.file.shown, told=_idle(one)) for one in left]
    untouched = tuple(one.file.shown for one in left if one.untouched and not one.problem)
    if idle and len(chosen) == 1:
        read = say("{told}: the answer was read from {file}", told=idle[0], file=first.file.shown)
        idle[0] = read
    elif len(chosen) == 1 and not exact(first, handout):
        flags.append(_renamed(first, handout))
    return Decision(tuple(chosen), (*flags, *idle), untouched=untouched)


def _idle(one: Judged) -> str:
    """What is told of a file that answers nothing, though its name says that it should; empty where it answers something."""
    if one.problem or one.given or one.answers.broken:
        return one.problem
    return say("is as it was handed out") if one.untouched else say("answers no question")


def _best(answering: Sequence[Judged], handout: Handout) -> tuple[Judged | None, dict[int, str]]:
    """The file that counts most, and for every other in words why it does not; None where nothing tells them apart."""
    left = list(answering)
    why: dict[int, str] = {}
    for words, rule in _rules(handout):
        newest = max(one.file.entry.modified for one in left)
        most = max(rule(one, newest) for one in left)
        why |= {id(one): words for one in left if rule(one, newest) < most}
        left = [one for one in left if rule(one, newest) == most]
    return (None if _differ(left) else min(left, key=lambda one: one.file.name)), why


def _differ(files: Sequence[Judged]) -> bool:
    """Whether files that count the same answer a question differently; files that answer different questions do not."""
    answers = {item for one in files for item in one.given.items()}
    if len(answers) > len({name for name, _ in answers}):
        return True
    same = len({tuple(sorted(one.given)) for one in files}) == 1
    return same and len({one.substance if one.given else one.sha for one in files}) > 1


def _rules(handout: Handout) -> list[tuple[str, Callable[[Judged, float], float]]]:
    """What makes one file count more than another, the weightiest first; each is told the newest time among those still equal."""
    return [
        (MORE, lambda one, newest: len(one.given)),
        (say("it is called as expected"), lambda one, newest: exact(one, handout)),
        (say("it was uploaded later"), lambda one, newest: one.file.upload),
        (say("it is newer"), lambda one, newest: newest - one.file.entry.modified <= ZIP_SECONDS),
        (say("more of it is written"), lambda one, newest: len(one.answers.broken)),
        (say("the answers stand in it"), lambda one, newest: len(one.answers.given)),
        (say("it lies further up"), lambda one, newest: -one.file.depth),
        (say("its name is nearest to the expected one"), lambda one, newest: alike(one.file.name, handout)),
        (say("it was written a moment later"), lambda one, newest: one.file.entry.modified),
        (say("a module counts before a notebook"), lambda one, newest: one.kind == "module"),
    ]


def _undecided(answering: Sequence[Judged], why: dict[int, str], handout: Handout) -> str:
    equal = [one for one in answering if id(one) not in why]
    if len({tuple(sorted(one.given)) for one in equal}) > 1:
        first, second = sorted(equal, key=lambda one: one.file.shown)[:2]
        names = [name for name, digest in second.given.items() if first.given.get(name, digest) != digest]
        return _contradiction(first, second, names, handout)
    return say(
        "{number} files answer the same questions differently: {files}; hand in one, called {names}",
        number=len(equal),
        files=_listed(equal),
        names=handout.names,
    )


def _contradiction(first: Judged, second: Judged, names: Sequence[str], handout: Handout) -> str:
    return say(
        "{first} and {second} hold different answers to {questions}, and each answers questions that the other does not: hand in one file, "
        "called {names}",
        first=first.file.shown,
        second=second.file.shown,
        questions=_few(names),
        names=handout.names,
    )


def _by_name(judged: Sequence[Judged], files: Sequence[Handed], handout: Handout) -> Decision:
    """The file to show the student when none answers a question: the one with the expected name, else the only one there is."""
    whole = [one for one in judged if not one.problem and not support(one.file.name)]
    plausible = [
        one for one in whole if split(one.file.name)[1] in ANSWERS or one.kind == "notebook" or exact(one, handout)
    ]
    refused = [one for one in judged if one.problem and _meant(one, handout)]
    named = [one for one in plausible if _meant(one, handout)]
    for tier in (
        [one for one in named if exact(one, handout)],
        named,
        [] if refused else plausible,
    ):
        best = [one for one in tier if one.file.depth == min(other.file.depth for other in tier)]
        # A module counts before the notebook of its own name; of others nobody knows.
        if tier is not plausible or len({split(one.file.name)[0] for one in best}) == 1:
            best = [one for one in best if one.kind == "module"] or best
            best = [one for one in best if one.own_ending] or best
        if len({one.sha for one in best}) > 1:
            parts = {"number": len(best), "files": _listed(best), "names": handout.names}
            told = (
                say(
                    "{number} files were handed in, and none answers a question: {files}; hand in one, called {names}",
                    **parts,
                )
                if handout.questions
                else say("{number} files could be the answer: {files}; hand in one, called {names}", **parts)
            )
            return Decision(reason=told)
        if best:
            first = best[0]
            flags: list[str] = [] if exact(first, handout) else [_renamed(first, handout)]
            others = [one for one in named if one.sha != first.sha]
            if others:
                told = say(
                    "the answer was read from {file}, not from {others}", file=first.file.shown, others=_listed(others)
                )
                flags.append(told)
            flags += [say("{file} {told}", file=one.file.shown, told=one.problem) for one in refused]
            return Decision(((first, ()),), tuple(flags))
    return Decision(reason=_nothing(judged, files, handout))


def _meant(one: Judged, handout: Handout) -> bool:
    """Whether the file was by its name meant to be the answer."""
    return split(one.file.name)[0] == handout.module or (
        split(one.file.name)[1] in ANSWERS and alike(one.file.name, handout)
    )


def _renamed(one: Judged, handout: Handout) -> str:
    name = one.file.shown
    if is_copy(one.file.name):
        if is_backup(name):
            return say(
                "only an editor's backup copy was handed in, and was read: {file}; it may be older than the work",
                file=name,
            )
        return say(
            "only Jupyter's checkpoint copy was handed in, and was read: {file}; it may be older than the work",
            file=name,
        )
    if alike(one.file.name, handout):
        return say(
            "the answer was read from {file}, by its name a copy or a later upload of {expected}",
            file=name,
            expected=f"{handout.module}{split(name)[1]}",
        )
    return say("the answer was read from {file}: no {names} was handed in", file=name, names=handout.names)


def _nothing(judged: Sequence[Judged], files: Sequence[Handed], handout: Handout) -> str:
    """Why there is no answer, in one sentence, and what to hand in."""
    wanted = say("hand in {module}.py, {module}.ipynb or a zip of them", module=handout.module)
    if not files:
        return say("the folder is empty: nothing was handed in")
    seen = {id(one.file): one for one in judged}
    likely = sorted(
        files,
        key=lambda file: (split(file.name)[0] != handout.module, split(file.name)[1] not in (*ANSWERS, *ARCHIVES)),
    )
    for file in likely:
        one, ending = seen.get(id(file)), split(file.name)[1]
        if ending in CLOSED and not file.entry.trouble:
            return say(
                "{file} is a {ending} archive, which is not opened: {wanted}",
                file=file.shown,
                ending=ending,
                wanted=wanted,
            )
        meant = ending in (*ANSWERS, *ARCHIVES) or split(file.name)[0] == handout.module
        if (meant or len(files) == 1) and (problem := _problem(file, one)):
            return say("{file} {told}: {wanted}", file=file.shown, told=problem, wanted=wanted)
    few = len(files) <= 3
    names = ", ".join(file.shown for file in files) if few else say("{number} files", number=len(files))
    (problem, *others) = dict.fromkeys(_problem(file, seen.get(id(file))) for file in files)
    if problem and not others:
        return say("each of {files} {told}: {wanted}", files=names, told=problem, wanted=wanted)
    return say("no answer was found in {files}: {wanted}", files=names, wanted=wanted)


def _problem(file: Handed, one: Judged | None) -> str:
    """Why the file cannot be the answer; empty where nothing speaks against it."""
    return file.entry.trouble or (one.problem if one else "")


def _listed(files: Sequence[Judged]) -> str:
    return _few(sorted(one.file.shown for one in files))


def _few(names: Sequence[str]) -> str:
    few = ", ".join(names[:5])
    return say("{names} and {number} more", names=few, number=len(names) - 5) if len(names) > 5 else few
