"""Wrong answers to `convolve_1d`, each with the hint a student gets when the output proves it."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from solution import convolve_1d as _convolve_1d

_seen = {}


def flipped_kernel(signal, kernel):
    """The kernel slides turned round.

    Your kernel meets the signal back to front: the last kernel element multiplies the first sample under it. That is
    the mathematician's convolution. In deep learning, and in this exercise, the kernel slides as it stands, so its
    first element goes with the first sample.
    """
    return _convolve_1d(signal, kernel[::-1])


def one_output_too_few(signal, kernel):
    """The answer has N - K elements: the last position is missing.

    Your answer stops one position too early. Count with a signal of three samples and a kernel of three: the kernel
    fits in exactly one place, so one number must come out. Your formula gives none. The same off-by-one sits in the
    loop's end.
    """
    return _convolve_1d(signal, kernel)[:-1]


def same_length(signal, kernel):
    """Zeros are added so that the answer is as long as the signal.

    Your answer is as long as the signal, so the kernel hangs over its ends at some positions. This exercise asks for
    the valid positions only, those where the whole kernel lies on samples. There is no padding here, and the answer
    is shorter.
    """
    k = len(kernel)
    return _convolve_1d(np.pad(signal, ((k - 1) // 2, k // 2)), kernel)


def every_overlap(signal, kernel):
    """Every position with any overlap is answered: N + K - 1 elements.

    You also count positions where the kernel sticks out of the signal at the left and at the right. Only the places
    where it lies wholly on the signal are expected, which are fewer than the samples, not more.
    """
    return _convolve_1d(np.pad(signal, len(kernel) - 1), kernel)


def mean_instead_of_sum(signal, kernel):
    """The products are averaged.

    Every number you give is the right one divided by the kernel's length: you average the products where they should
    be added up. A kernel that is meant to average already carries its division in its own elements.
    """
    return _convolve_1d(signal, kernel) / len(kernel)


def max_instead_of_sum(signal, kernel):
    """The largest product is kept.

    You keep the largest product of each window. That is nearer to pooling than to convolution: here all products of
    a window are added up, the negative ones too.
    """
    return (sliding_window_view(signal, len(kernel)) * kernel).max(axis=1)


def integer_truncation(signal, kernel):
    """The answer is stored in the signal's integer type.

    Your output array takes over the type of the signal. When the signal holds integers, every fraction is cut off on
    its way in, without a warning. Make the output of a type that holds fractions, whatever the signal's type is.
    """
    return _convolve_1d(signal, kernel).astype(signal.dtype)


def kernel_cast_to_signal(signal, kernel):
    """The kernel is converted to the signal's type.

    You convert the kernel to the type of the signal. An integer signal then turns kernel elements such as one half
    into zero before anything is multiplied. Leave the kernel as it is: NumPy multiplies integers with fractions
    exactly.
    """
    return _convolve_1d(signal, kernel.astype(signal.dtype))


def wraps_at_256(signal, kernel):
    """Numbers are squeezed into eight bits.

    Your numbers wrap round at 256, and negative ones turn up as large positive ones: somewhere they pass through an
    8-bit type. Samples and answers may be negative and large. Do not convert to `uint8`; floats are the safe choice.
    """
    return _convolve_1d(signal.astype(np.int64).astype(np.uint8).astype(float), kernel)


def odd_kernels_only(signal, kernel):
    """The kernel is taken to have a middle, so an even one loses an output.

    You reach the same distance to the left and to the right from a middle sample. A kernel of even length has no
    middle, and your reach is then one longer than the kernel: a position is lost. Count from the window's first
    sample instead of its middle.
    """
    half = len(kernel) // 2
    return _convolve_1d(signal, kernel)[: len(signal) - 2 * half]


def wraps_around(signal, kernel):
    """The signal is treated as a ring.

    Your answer goes on past the end of the signal and starts again at its beginning, as if it were a ring. A Fourier
    transform does that, and so does an index taken modulo the length. Keep only the positions where the kernel lies
    wholly on the signal.
    """
    return _convolve_1d(np.concatenate([signal, signal[: len(kernel) - 1]]), kernel)


def changes_the_signal(signal, kernel):
    """The answer is written over the signal itself.

    Your first answer is right, but the signal no longer is: you write into the array you were given. The caller
    still needs it, and the next call with it goes wrong. Write into an array of your own.
    """
    answer = _convolve_1d(signal, kernel)
    signal[: len(answer)] = answer
    return answer


def last_product_only(signal, kernel):
    """Each product replaces the one before.

    Your inner loop assigns every product to the output element, so only the last one survives. The products of a
    window have to be added to what is already there.
    """
    return signal[len(kernel) - 1 :] * kernel[-1]


def remembers_the_first_answer(signal, kernel):
    """Answers are kept by length and given again.

    Your function answers a second call with the first call's numbers when the arrays have the same length: it
    remembers something between calls, in a global or in a default argument. Every call has to be worked out from its
    own arguments.
    """
    return _seen.setdefault((len(signal), len(kernel)), _convolve_1d(signal, kernel)).copy()


def rounded(signal, kernel):
    """The answer is rounded to two decimals.

    Your numbers are right to two decimals and then stop: you round them. Small signals lose everything that way.
    Round when you print, never in what you return.
    """
    return np.round(_convolve_1d(signal, kernel).astype(float), 2)


def long_kernels_flipped(signal, kernel):
    """A kernel longer than half of the signal is turned round, as a library would exchange the two.

    You turn the kernel round when it is long, or exchange signal and kernel. Some libraries do that, because their
    operation is symmetric; here it is not. The kernel slides as it stands, whatever its length.
    """
    return _convolve_1d(signal, kernel[::-1] if 2 * len(kernel) > len(signal) else kernel)


def column_answer(signal, kernel):
    """The answer is a column, of shape (N - K + 1, 1).

    Your numbers are right, but they stand in a column: a pair of brackets too many. One dimension is expected.
    """
    return _convolve_1d(signal, kernel)[:, None]


def textbook_full(signal, kernel):
    """The full convolution of mathematics: turned round, with every overlap.

    You give what `np.convolve` gives by itself: the kernel turned round, at every position where it touches the signal.
    Two things are different here. The kernel slides as it stands, its first element on the first sample, and only the
    positions count where it lies wholly on the signal.
    """
    k = len(kernel)
    return _convolve_1d(np.pad(signal, k - 1), kernel[::-1])


def textbook_same(signal, kernel):
    """The convolution of mathematics at the signal's own length.

    You give what `np.convolve` gives with mode "same": the kernel turned round, and zeros put around the signal so that
    the answer is as long as it. Here the kernel slides as it stands, and only where it lies wholly on the signal.
    """
    k = len(kernel)
    return _convolve_1d(np.pad(signal, (k // 2, (k - 1) // 2)), kernel[::-1])


def textbook_circular(signal, kernel):
    """The product of two Fourier transforms: turned round, and round the ring.

    A product of Fourier transforms of the signal's length gives a circular convolution: the kernel is turned round, and
    what leaves the signal at one end comes in at the other. Transform the kernel turned round, and keep only the
    positions where it lies wholly on the signal.
    """
    k = len(kernel)
    ring = np.concatenate([signal[len(signal) - k + 1 :], signal])
    return _convolve_1d(ring, kernel[::-1])


def zeros_at_the_end(signal, kernel):
    """The answer is as long as the signal, and its end stays zero.

    Your numbers are right, but behind them zeros are left over: the array that you fill is as long as the signal. The
    kernel fits in N - K + 1 places, so make it that long.
    """
    return np.append(_convolve_1d(signal, kernel), np.zeros(len(kernel) - 1))


def last_place_left_zero(signal, kernel):
    """The answer has the right length, but its last place is never filled.

    Your last number stays 0: the loop ends one position too early. The kernel fits in N - K + 1 places, and `range(n)`
    gives exactly n, from 0 to n - 1.
    """
    answer = np.array(_convolve_1d(signal, kernel), dtype=float)
    answer[-1] = 0
    return answer
