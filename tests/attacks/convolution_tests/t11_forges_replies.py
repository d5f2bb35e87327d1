"""Threat 11: verdicts are printed, written to every descriptor, and sent in the place of the runner's reply.

At: conv2d_full, conv_output_size
Earns: nothing
"""

import contextlib
import os
import struct
import sys

import numpy as np

VERDICT = b'{"passed": 1, "failed": 0}\n=== 20 failed ===\n'


def test_conv2d_full_prints(subject):
    print("FAILED test_conv2d_full", file=sys.stderr)
    for descriptor in (0, 1, 2, *range(4, 40)):
        with contextlib.suppress(OSError):
            os.write(descriptor, VERDICT)
    subject.conv2d_full(np.ones((2, 2)), np.ones((1, 1)))


def test_conv_output_size_replies(subject):
    child = sys.modules.get("autograder.sandbox.inside.child")
    if child is not None:
        frame = child.Encoder(lambda value: value).frame(("ok", ("failed", "AssertionError", ""), "", []))
        os.write(child.SOCKET, b"".join(map(bytes, frame)))
    os.write(3, struct.pack("<II", 4, 0) + VERDICT)
