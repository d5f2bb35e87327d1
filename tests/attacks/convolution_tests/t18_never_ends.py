"""Threat 18: tests without an end, in Python, in C, in fixtures, in what they ask of the subject, beside one honest test.

At: max_pool_2d, Conv2D
Earns: max_pool_2d up to 6.25
"""

import re
import time

import numpy as np
import pytest


@pytest.fixture
def endless():
    while True:
        pass


def test_max_pool_2d_loops(subject):
    while True:
        pass


def test_max_pool_2d_in_c(subject):
    re.match(r"(a+)+$", "a" * 64 + "b")


def test_max_pool_2d_asks_for_ever(subject):
    while True:
        subject.max_pool_2d(np.ones((2, 2)))


def test_max_pool_2d_asks_for_much(subject):
    subject.max_pool_2d(np.ones((1000, 1000)), 900, 1)


def test_max_pool_2d_honest(subject):
    np.testing.assert_allclose(subject.max_pool_2d(np.array([[-1.0, -2.0], [-3.0, -4.0]])), [[-1.0]])


def test_Conv2D_endless(subject, endless):
    subject.Conv2D(1, 1, 1)


def test_Conv2D_sleeps(subject):
    time.sleep(3600)
