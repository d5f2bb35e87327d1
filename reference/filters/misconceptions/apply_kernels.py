"""Wrong answers to `apply_kernels`, each with the hint a student reads."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from solution import apply_kernels as _right
from solution import kernels as _classic


def _same(image, kernel, mode="constant"):
    return np.tensordot(sliding_window_view(np.pad(image, 1, mode=mode), (3, 3)), kernel, axes=2)


def flipped_kernel(image, kernels):
    """The kernels are turned by 180 degrees.

    You turn the kernels before sliding them: that is the mathematician's convolution. In this course "convolution"
    does not flip; only kernels without symmetry show the difference.
    """
    return {name: _same(image, np.asarray(kernel)[::-1, ::-1]) for name, kernel in kernels.items()}


def transposed_kernel(image, kernels):
    """Rows and columns of the kernels are exchanged.

    Your kernels are transposed on their way: the kernel's row goes with the window's row. Sobel Horizontal and
    Vertical change places.
    """
    return {name: _same(image, np.asarray(kernel).T) for name, kernel in kernels.items()}


def valid_size(image, kernels):
    """There is no padding: responses are two rows and columns smaller.

    Your responses are smaller than the image. A frame of zeros, one pixel wide, keeps the size.
    """
    return {name: np.tensordot(sliding_window_view(image, (3, 3)), kernel, axes=2) for name, kernel in kernels.items()}


def full_size(image, kernels):
    """Two pixels are padded: responses are larger than the image.

    Your responses are larger than the image. For a 3 x 3 kernel one pixel of padding keeps the size.
    """
    return {name: _same(np.pad(image, 1), kernel) for name, kernel in kernels.items()}


def repeated_border(image, kernels):
    """The border's values are repeated outside.

    You pad with copies of the border. Here zeros surround the image.
    """
    return {name: _same(image, kernel, "edge") for name, kernel in kernels.items()}


def reflected_border(image, kernels):
    """The image is mirrored outside, at its outermost pixels.

    You pad with a mirror image. Here zeros surround the image.
    """
    return {name: _same(image, kernel, "reflect") for name, kernel in kernels.items()}


def wrapped_border(image, kernels):
    """The image goes on at its other side.

    In your answer the pixels of one border see those of the opposite one (`np.roll`, negative indices or a Fourier
    transform without padding do that). Here zeros surround the image.
    """
    return {name: _same(image, kernel, "wrap") for name, kernel in kernels.items()}


def empty_border(image, kernels):
    """The border of the responses is left 0.

    Your responses have the image's size, but their border is 0. The border has values too: there the window sees
    zeros outside.
    """
    answers = {}
    for name, kernel in kernels.items():
        answer = np.zeros(image.shape)
        answer[1:-1, 1:-1] = np.tensordot(sliding_window_view(image, (3, 3)), kernel, axes=2)
        answers[name] = answer
    return answers


def cuts_fractions(image, kernels):
    """The responses take the image's number type.

    For an image of integers your responses are integers, and their fractions are lost. Make the output an array of
    floats.
    """
    return {name: response.astype(np.asarray(image).dtype) for name, response in _right(image, kernels).items()}


def cuts_kernels(image, kernels):
    """The kernels take the image's number type.

    For an image of integers your kernels become integers, and a blur's ninths become 0.
    """
    return {name: _same(image, np.asarray(kernel).astype(image.dtype)) for name, kernel in kernels.items()}


def clipped(image, kernels):
    """The responses are clipped to the range of the image.

    Your responses stop at the image's darkest and brightest value. An edge detector's answers go below 0 and above
    1; how to show them is another question.
    """
    return {name: np.clip(response, np.min(image), np.max(image)) for name, response in _right(image, kernels).items()}


def clipped_to_bytes(image, kernels):
    """The responses are clipped to 0..255.

    Your responses stop at 0 and at 255, the range of stored pictures. An edge detector's answers go below 0 and above
    255, and half of what it finds has a minus sign: keep the numbers as they are, how to show them is another question.
    """
    return {name: np.clip(response, 0, 255) for name, response in _right(image, kernels).items()}


def negatives_dropped(image, kernels):
    """Negative responses become 0, as after a ReLU.

    You set negative responses to 0. They are half of the answer: the sign says on which side of an edge it is brighter.
    """
    return {name: np.maximum(response, 0) for name, response in _right(image, kernels).items()}


def stored_as_bytes(image, kernels):
    """The responses are stored as uint8, so that they wrap around.

    Your responses are stored as `uint8`: fractions are cut off and -1 becomes 255. Keep them as floats.
    """
    # By way of int64: what a negative float becomes in uint8 differs from machine to machine.
    return {name: response.astype(np.int64).astype(np.uint8) for name, response in _right(image, kernels).items()}


def rescaled(image, kernels):
    """The responses are brought to the range from 0 to 1.

    You bring each response to a scale from 0 to 1, perhaps for drawing. The numbers themselves are expected.
    """
    answers = _right(image, kernels)
    return {name: (a - a.min()) / (a.max() - a.min()) for name, a in answers.items()}


def absolute(image, kernels):
    """The responses have lost their sign.

    Your responses are never negative. Their sign says which side of an edge is brighter: keep it.
    """
    return {name: np.abs(response) for name, response in _right(image, kernels).items()}


def normalised_kernels(image, kernels):
    """Every kernel is divided by its sum.

    You divide each kernel by its sum, as if all were blurs. Apply the kernels as they are; many sum to 0.
    """
    return {name: _same(image, kernel / (np.sum(kernel) or 1)) for name, kernel in kernels.items()}


def one_after_the_other(image, kernels):
    """Each kernel is applied to the response of the one before.

    Your kernels build on one another: from the second on they are applied to the last response. Each is applied to
    the image.
    """
    answers, current = {}, image
    for name, kernel in kernels.items():
        current = answers[name] = _same(current, kernel)
    return answers


def last_for_all(image, kernels):
    """All names hold the last response: one array is filled again and again.

    All your names share one array, made before the loop, so all show the last kernel's response. Make a new array
    for each kernel.
    """
    output, answers = np.zeros(image.shape), {}
    for name, kernel in kernels.items():
        output[...] = _same(image, kernel)
        answers[name] = output
    return answers


def only_the_last(image, kernels):
    """The dict is made inside the loop.

    Your dict holds one response only. Make it before the loop, or it starts empty for every kernel.
    """
    answers = {}
    for name, kernel in kernels.items():
        answers = {name: _same(image, kernel)}
    return answers


def first_only(image, kernels):
    """The function returns inside the loop.

    Your dict holds the first response only: the `return` stands inside the loop.
    """
    answers = {}
    for name, kernel in kernels.items():
        answers[name] = _same(image, kernel)
        return answers
    return answers


def own_kernels(image, kernels):
    """The nine classic kernels are applied, whatever is given.

    You apply the classic kernels and do not look at the argument. Use the kernels you are given.
    """
    return _right(image, _classic())


def numbered(image, kernels):
    """The responses stand under numbers.

    Your dict is keyed by numbers. The keys are the kernels' names.
    """
    return dict(enumerate(_right(image, kernels).values()))


def plain_list(image, kernels):
    """A list of responses.

    You return a list. A dict is expected, with each response under its kernel's name.
    """
    return list(_right(image, kernels).values())


def overwrites_kernels(image, kernels):
    """The responses replace the kernels in the dict that was given.

    You store the responses in the caller's dict of kernels, and the kernels are gone. Make a new dict.
    """
    for name, kernel in list(kernels.items()):
        kernels[name] = _same(image, kernel)
    return kernels


def darkens_image(image, kernels):
    """The image is shifted in place first.

    You change the image itself. It belongs to the caller: work on a copy.
    """
    answers = _right(image.copy(), kernels)
    image -= 1
    return answers


def assumes_square(image, kernels):
    """The image's height is used for its width.

    Your loops use the image's height for both directions. Images need not be square.
    """
    answers = {}
    for name, kernel in kernels.items():
        answer, n = np.zeros(image.shape), min(image.shape)
        answer[:n, :n] = _same(image, kernel)[:n, :n]
        answers[name] = answer
    return answers


_memory = {}


def remembers_names(image, kernels):
    """Responses are remembered by the kernel's name.

    Your function remembers its answers by name, so another image gets the first one's response. The same name can
    come with other numbers.
    """
    for name, kernel in kernels.items():
        if name not in _memory or _memory[name].shape != image.shape:
            _memory[name] = _same(image, kernel)
    return {name: _memory[name] for name in kernels}


def small_images_left_dark(image, kernels):
    """An image with fewer than three rows or columns is answered with zeros.

    Your responses are all zero where the image has fewer than three rows or columns. With its frame of zeros even a
    single pixel is three by three: a kernel fits there.
    """
    if min(image.shape) < 3:
        return {name: np.zeros(image.shape) for name in kernels}
    return _right(image, kernels)


def classic_names_looked_up(image, kernels):
    """A kernel that goes by a classic name is replaced by the classic one.

    Where a kernel has the name of a classic one you take your own numbers instead of those that came with it. Use the
    arrays of the dict that is given, whatever their names.
    """
    return _right(image, {name: _classic().get(name, kernel) for name, kernel in kernels.items()})
