"""The doctor tells what holds here, and is not fooled where nothing does."""

from __future__ import annotations

import os

import pytest

from autograder.records.errors import SandboxError, StudentTimeout
from autograder.sandbox import Sandbox, StudentProcess, doctor, seal
from autograder.sandbox.doctor import examine

_SEAL = {
    "files cannot be read", "files cannot be written", "the network is out of reach", "no new process", "no other program",
    "the grader's memory is closed", "the grader's memory is closed to system calls", "the grader cannot be signalled",
}  # fmt: skip
_ALWAYS = {
    "memory is bounded",
    "threads are bounded",
    "endless loops are ended",
    "nothing is carried over",
    "it ends with its grader",
}


@pytest.mark.skipif(not seal.supported(), reason="this platform has no seccomp")
def test_every_layer_holds_here() -> None:
    layers = {layer.name: layer for layer in examine()}
    assert layers.keys() >= _SEAL | _ALWAYS
    assert [layer for layer in layers.values() if layer.state == "broken"] == []
    assert {name for name in _SEAL | _ALWAYS if layers[name].state != "held"} == set()
    assert layers["isolation"].detail == "sealed"
    if os.getuid() == 0:
        assert layers["process ids of its own"].state == "held"


def test_without_a_seal_it_says_so() -> None:
    layers = {layer.name: layer for layer in examine("reduced")}
    assert layers["isolation"].state == "absent"
    # Files and programs are open to whoever runs this; an ordinary user may still not read another's memory or may, by the kernel's choice.
    for name in (
        "files cannot be read",
        "files cannot be written",
        "the network is out of reach",
        "no new process",
        "no other program",
    ):
        assert layers[name].state == "broken", layers[name]
    assert {layers[name].state for name in _ALWAYS} == {"held"}
    assert not os.path.exists("/tmp/convgrade-doctor")


def test_a_machine_too_slow_to_answer_leaves_a_layer_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "PAUSE", 0.0)
    tries = []

    def start(sandbox: Sandbox) -> StudentProcess:
        tries.append(1)
        raise StudentTimeout("ran longer than its 1 s, the limit for one call.")

    monkeypatch.setattr(doctor, "_start", start)
    layers = {layer.name: layer for layer in examine()}
    asked = [layer for layer in layers.values() if layer.name not in ("isolation", "it ends with its grader")]
    assert {layer.state for layer in asked} == {"undecided"}
    assert len(tries) == 3 * len(asked)
    assert "ran longer than" in layers["files cannot be read"].detail
    assert layers["it ends with its grader"].state == "held"


def test_a_layer_is_tried_again_before_it_is_called_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "PAUSE", 0.0)
    real, lost = doctor._start, []

    def start(sandbox: Sandbox) -> StudentProcess:
        if len(lost) < 2:
            lost.append(1)
            raise SandboxError("No process for student code could be started: no room.")
        return real(sandbox)

    monkeypatch.setattr(doctor, "_start", start)
    first = next(layer for layer in examine() if layer.name == "files cannot be read")
    assert (first.state, len(lost)) == ("held", 2)
