"""Threat 52: handed in inside a small zip, among sixty modules of a megabyte each that are no tests.

At: conv_output_size
Earns: conv_output_size up to 20
Among: 60
"""


def test_conv_output_size_by_hand(subject):
    assert subject.conv_output_size(7, 3) == 5
    assert subject.conv_output_size(8, 3, stride=2, padding=1) == 4
    assert subject.conv_output_size(9, 3, stride=2, padding=3, dilation=3) == 5
