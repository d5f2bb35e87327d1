"""What a grading image installs: everything the bundle runs with, at the versions it was made with."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterable, Iterator

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from autograder.course import Assignment
from autograder.records.errors import CourseError

OTTER = "otter-grader[grading]"
TORCH_INDEX = "--extra-index-url https://download.pytorch.org/whl/cpu"
_CUDA = ("nvidia-", "cuda-", "triton")
"""What a CUDA build of torch asks for; the CPU build needs none of it."""


def pinned_requirements(assignment: Assignment) -> list[str]:
    """Lines of a ``requirements.txt``: Otter, the engine's needs and the assignment's libraries, with all they pull in.

    Torch is there only when the assignment uses it, as the CPU build from PyTorch's own index. Raises `CourseError` when
    a library is not installed here, since then nobody knows which version the suite was tried with.
    """
    pins = dict(sorted(_pins(_wanted(assignment))))
    lines = [f"{name}=={version}" for name, version in pins.items() if name not in ("otter-grader", "torch")]
    lines.insert(0, f"{OTTER}=={pins['otter-grader']}")
    if "torch" in pins:
        lines[:0] = [TORCH_INDEX, f"torch=={pins['torch'].partition('+')[0]}+cpu"]
    return lines


def distributions(assignment: Assignment) -> list[str]:
    """What to `pip install` for the libraries an assignment may use: PIL comes with pillow."""
    owners = importlib.metadata.packages_distributions()
    return list(dict.fromkeys(owners.get(library, [library])[0] for library in assignment.rules.libraries))


def _wanted(assignment: Assignment) -> list[str]:
    """The requirements that everything else follows from."""
    own = [Requirement(text) for text in importlib.metadata.requires("convgrade") or ()]
    return [OTTER, *(str(each) for each in own if each.marker is None), *distributions(assignment)]


def _pins(wanted: Iterable[str]) -> Iterator[tuple[str, str]]:
    """``(name, version)`` of every distribution that ``wanted`` needs on the Linux machine that will grade."""
    environment = {str(key): str(value) for key, value in default_environment().items()}
    environment |= {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"}
    waiting, seen = [Requirement(text) for text in wanted], set()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if (name, frozenset(requirement.extras)) in seen or name.startswith(_CUDA):
            continue
        seen.add((name, frozenset(requirement.extras)))
        try:
            found = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            raise CourseError(
                f"{requirement.name} is not installed here, so its version cannot be pinned: install it, then make the bundle again."
            ) from None
        yield str(name), found.version
        for text in found.requires or ():
            child = Requirement(text)
            extras = requirement.extras or {""}
            if child.marker is None or any(child.marker.evaluate({**environment, "extra": extra}) for extra in extras):
                waiting.append(child)
