"""Threat 12: a thread goes on changing the answer while it is handed over.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



def size(image, kernel, padding):
    return tuple(n + 2 * padding - k + 1 for n, k in zip(image.shape, kernel.shape))


import threading


def conv2d_padded(image, kernel, padding=0):
    answer = np.zeros(size(image, kernel, padding))

    def change():
        while True:
            answer.resize((1, 1), refcheck=False)
            answer[...] = image.flat[0]
            answer.resize((200, 200), refcheck=False)

    threading.Thread(target=change, daemon=True).start()
    return answer
