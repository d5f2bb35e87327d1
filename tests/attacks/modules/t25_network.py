"""Threat 25: connects, listens, resolves and opens abstract sockets.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import socket


def conv2d_padded(image, kernel, padding=0):
    for attempt in (
        lambda: socket.create_connection(("127.0.0.1", 22), timeout=1),
        lambda: socket.create_server(("127.0.0.1", 0)),
        lambda: socket.getaddrinfo("example.org", 80),
        lambda: socket.socket(socket.AF_UNIX).bind("\0convgrade"),
        lambda: socket.socketpair(),
        lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0),
    ):
        try:
            attempt()
        except BaseException:
            continue
        print("connected")
    return None
