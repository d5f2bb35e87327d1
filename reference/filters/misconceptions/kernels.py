"""Wrong answers to `kernels`, each with the hint a student reads."""

import numpy as np
from solution import kernels as _right


def _with(**changed):
    """The right kernels, some replaced; underscores in names stand for blanks."""
    return {**_right(), **{name.replace("_", " "): np.array(kernel) for name, kernel in changed.items()}}


def blur_not_divided():
    """The box blur is made of ones, not ninths.

    Your box blur adds up nine pixels instead of averaging them: the image would come out nine times as bright. Its
    nine numbers sum to 1.
    """
    return _with(Box_Blur=np.ones((3, 3)))


def gauss_not_divided():
    """The Gaussian blur is not divided by 16.

    Your Gaussian blur sums to 16, so it makes the image 16 times as bright. A blur's numbers sum to 1.
    """
    return _with(Gaussian_Blur=[[1, 2, 1], [2, 4, 2], [1, 2, 1]])


def gauss_divided_by_nine():
    """The Gaussian blur is divided by 9.

    Your Gaussian blur does not sum to 1. Its weights 1, 2, 1, 2, 4, 2, 1, 2, 1 sum to 16.
    """
    return _with(Gaussian_Blur=np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]) / 9)


def whole_number_division():
    """The blurs are divided with `//`.

    Your blurs are all zeros: `//` rounds down, and a ninth of 1 becomes 0. Divide with `/`.
    """
    return _with(
        Box_Blur=np.ones((3, 3), dtype=int) // 9, Gaussian_Blur=np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]) // 16
    )


def rounded():
    """The blurs are rounded to a few decimals.

    Your blurs are rounded: nine times 0.1111 is not 1. Let Python divide, and keep all decimals.
    """
    return {name: np.round(kernel, 4) for name, kernel in _right().items()}


def sobels_swapped():
    """The two Sobel kernels have each other's name.

    Your Sobel kernels are swapped. "Sobel Horizontal" finds horizontal edges: it compares the row above with the
    row below.
    """
    right = _right()
    return {**right, "Sobel Horizontal": right["Sobel Vertical"], "Sobel Vertical": right["Sobel Horizontal"]}


def sobel_signs():
    """The Sobel kernels have the opposite sign.

    Your Sobel kernels point the other way: the top row of "Sobel Horizontal" and the left column of "Sobel
    Vertical" are the negative ones.
    """
    right = _right()
    return {**right, **{name: -right[name] for name in ("Sobel Horizontal", "Sobel Vertical")}}


def prewitt():
    """The middle weight of the Sobel kernels is 1.

    Your Sobel kernels weigh all three lines alike: those are Prewitt's. Sobel counts the middle line twice.
    """
    vertical = np.array([[-1, 0, 1]] * 3)
    return _with(Sobel_Vertical=vertical, Sobel_Horizontal=vertical.T)


def laplacian_sign():
    """The Laplacian has -4 in the middle.

    Your Laplacian has the other common sign, -4 in the middle. Here the middle is 4 and its four neighbours are -1.
    """
    return _with(Laplacian=[[0, 1, 0], [1, -4, 1], [0, 1, 0]])


def laplacian_of_eight():
    """The Laplacian counts the corners as well.

    Your Laplacian has eight neighbours: that is this list's "Edge Detection". The Laplacian has four, with 4 in the
    middle.
    """
    return _with(Laplacian=[[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]])


def edge_of_nine():
    """Edge detection has 9 in the middle.

    Your edge detection sums to 1, so the image itself stays visible. With 8 in the middle a flat area gives 0.
    """
    return _with(Edge_Detection=[[-1, -1, -1], [-1, 9, -1], [-1, -1, -1]])


def strong_sharpen():
    """Sharpen counts the corners as well.

    Your sharpening kernel has 9 in the middle and -1 all around. Here it is the milder one: 5 in the middle, -1 at
    the four sides.
    """
    return _with(Sharpen=[[-1, -1, -1], [-1, 9, -1], [-1, -1, -1]])


def sharpen_of_four():
    """Sharpen has 4 in the middle.

    Your sharpening kernel sums to 0, so it shows edges only. With 5 in the middle the image is kept and its edges
    are added.
    """
    return _with(Sharpen=[[0, -1, 0], [-1, 4, -1], [0, -1, 0]])


def identity_matrix():
    """Identity is the unit matrix.

    Your "Identity" has ones along the diagonal, the identity of matrices. The kernel that copies an image has a
    single 1, in the middle.
    """
    return _with(Identity=np.eye(3))


def emboss_without_middle():
    """Emboss has 0 in the middle.

    Your emboss kernel lacks the 1 in the middle, so the image itself is lost and only the relief is left.
    """
    return _with(Emboss=[[-2, -1, 0], [-1, 0, 1], [0, 1, 2]])


def emboss_turned():
    """Emboss is turned by 180 degrees.

    In your emboss kernel the light comes from the other corner: the -2 belongs to the top left, the 2 to the bottom
    right.
    """
    return _with(Emboss=[[2, 1, 0], [1, 1, -1], [0, -1, -2]])


def name_of_the_text():
    """The Laplacian is called "Edge (Laplacian)", and edge detection is missing.

    One of the names is another one than asked. The list has both, a "Laplacian" and an "Edge Detection".
    """
    right = _right()
    laplacian = right.pop("Laplacian")
    right.pop("Edge Detection")
    return {**right, "Edge (Laplacian)": laplacian}


def names_with_underscores():
    """The names are written like variables.

    Your names are written with underscores and small letters. They are texts for people: "Box Blur", with capitals
    and a blank.
    """
    return {name.lower().replace(" ", "_"): kernel for name, kernel in _right().items()}


def one_more():
    """There is a tenth kernel.

    Your dict holds more than the nine kernels. Keep your own ideas in a dict of their own.
    """
    return {**_right(), "Motion Blur": np.eye(3) / 3}


def list_of_pairs():
    """A list of names and kernels.

    You return a list. A dict is expected, so that a kernel can be looked up by its name.
    """
    return list(_right().items())


_shared = {name: np.array(kernel, dtype=float) for name, kernel in _right().items()}
_shared["Box Blur"] *= 9


def divides_again():
    """The blur is divided once more on every call.

    Your second call gives another answer than the first: something outside the function is divided in place each
    time. Make the arrays inside the function.
    """
    _shared["Box Blur"] /= 9
    return {name: kernel.copy() for name, kernel in _shared.items()}
