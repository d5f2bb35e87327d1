"""The doctor tells what holds here, and is not fooled where nothing does."""

from __future__ import annotations

import os

import pytest

from autograder.sandbox import seal
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
