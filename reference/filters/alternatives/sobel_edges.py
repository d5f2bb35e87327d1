"""Other right answers to `sobel_edges`, in styles that students use."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from solution import apply_kernels, kernels

_HORIZONTAL = np.array([[-1, -2, -1], [0, 0, 0], [1, 2, 1]])


def loops(image):
    """Two loops; both sums and the root at every pixel."""
    padded = np.pad(image, 1)
    gx, gy, magnitude = (np.zeros(image.shape) for _ in range(3))
    for i in range(image.shape[0]):
        for j in range(image.shape[1]):
            patch = padded[i : i + 3, j : j + 3]
            gx[i, j] = (patch * _HORIZONTAL).sum()
            gy[i, j] = (patch * _HORIZONTAL.T).sum()
            magnitude[i, j] = (gx[i, j] ** 2 + gy[i, j] ** 2) ** 0.5
    return gx, gy, magnitude


def from_the_other_exercises(image):
    """Uses `kernels` and `apply_kernels`."""
    both = {name: kernel for name, kernel in kernels().items() if "Sobel" in name}
    responses = apply_kernels(image, both)
    gx, gy = responses["Sobel Horizontal"], responses["Sobel Vertical"]
    return gx, gy, np.hypot(gx, gy)


def separable(image):
    """Smoothing along one axis and a difference along the other, with slices."""
    p = np.pad(image.astype(float), 1)
    across, down = p[:, :-2] + 2 * p[:, 1:-1] + p[:, 2:], p[:-2] + 2 * p[1:-1] + p[2:]
    gx, gy = across[2:] - across[:-2], down[:, 2:] - down[:, :-2]
    return gx, gy, np.sqrt(np.square(gx) + np.square(gy))


def windows(image):
    """All windows at once; the magnitude as a norm."""
    view = sliding_window_view(np.pad(image, 1), (3, 3))
    gradient = np.stack([np.einsum("ijkl,kl->ij", view, _HORIZONTAL), np.einsum("ijkl,lk->ij", view, _HORIZONTAL)])
    return (*gradient, np.linalg.norm(gradient, axis=0))


def complex_numbers(image):
    """One pass with a complex kernel: real part gx, imaginary part gy, absolute value the magnitude."""
    padded = np.pad(image, 1)
    both, (height, width) = _HORIZONTAL + 1j * _HORIZONTAL.T, image.shape
    total = sum(both[u, v] * padded[u : u + height, v : v + width] for u in range(3) for v in range(3))
    return total.real, total.imag, np.abs(total)


def one_array(image):
    """The three maps as one array (3, H, W), in float32."""
    padded = np.pad(image.astype(np.float32), 1)
    out = np.zeros((3, *image.shape), np.float32)
    for i, j in np.ndindex(*image.shape):
        patch = padded[i : i + 3, j : j + 3]
        out[0, i, j], out[1, i, j] = np.sum(patch * _HORIZONTAL), np.sum(patch * _HORIZONTAL.T)
    out[2] = np.sqrt(out[0] ** 2 + out[1] ** 2)
    return out


def plain_python(image):
    """Plain numbers, index checks instead of padding, a list of lists."""
    rows, columns, values = image.shape[0], image.shape[1], image.tolist()

    def at(y, x):
        return values[y][x] if 0 <= y < rows and 0 <= x < columns else 0.0

    def gradient(y, x):
        below = at(y + 1, x - 1) + 2 * at(y + 1, x) + at(y + 1, x + 1)
        above = at(y - 1, x - 1) + 2 * at(y - 1, x) + at(y - 1, x + 1)
        right = at(y - 1, x + 1) + 2 * at(y, x + 1) + at(y + 1, x + 1)
        left = at(y - 1, x - 1) + 2 * at(y, x - 1) + at(y + 1, x - 1)
        return below - above, right - left

    pairs = [[gradient(y, x) for x in range(columns)] for y in range(rows)]
    gx, gy = ([[pair[k] for pair in row] for row in pairs] for k in (0, 1))
    return [gx, gy, [[(a * a + b * b) ** 0.5 for a, b in row] for row in pairs]]


def by_fourier(image):
    """Spectra of the image and both turned kernels."""
    size = (image.shape[0] + 2, image.shape[1] + 2)
    spectrum = np.fft.rfft2(image, size)
    gx, gy = (
        np.fft.irfft2(spectrum * np.fft.rfft2(k[::-1, ::-1], size), size)[1:-1, 1:-1]
        for k in (_HORIZONTAL, _HORIZONTAL.T)
    )
    return gx, gy, np.sqrt(gx * gx + gy * gy)
