"""Wrong answers to `plot_kernels`, each with the hint a student reads."""

import matplotlib.pyplot as plt
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from solution import apply_kernels as _responses


def _valid(image, kernel):
    return np.tensordot(sliding_window_view(image, (3, 3)), kernel, axes=2)


def _draw(pictures, shape=(3, 3), titles=True, off=True):
    """A figure of ``pictures``, pairs of title and array."""
    figure, axes = plt.subplots(*shape, squeeze=False)
    for panel, (title, picture) in zip(axes.flat, pictures, strict=False):
        panel.imshow(picture, cmap="gray")
        panel.set_title(title if titles else "")
        panel.axis("off" if off else "on")
    for panel in axes.flat[len(pictures) :]:
        panel.axis("off")
    return figure


def _pictures(image, kernels):
    return [("Original", image), *_responses(image, kernels).items()]


def no_original(image, kernels):
    """The responses fill the panels from the first; the image itself is missing.

    The first panel shows the image itself, for comparison; the responses follow it.
    """
    return _draw(_pictures(image, kernels)[1:])


def original_last(image, kernels):
    """The image comes last.

    The image belongs into the first panel, before the responses.
    """
    pictures = _pictures(image, kernels)
    return _draw(pictures[1:] + pictures[:1])


def no_titles(image, kernels):
    """No panel has a title.

    Nobody can tell your panels apart. Title every response with its kernel's name.
    """
    return _draw(_pictures(image, kernels), titles=False)


def numbered_titles(image, kernels):
    """The titles are numbers.

    Your titles count the kernels. Use their names, the keys of the dict.
    """
    pictures = _pictures(image, kernels)
    return _draw([(f"Kernel {k}", picture) for k, (_, picture) in enumerate(pictures)])


def shifted_titles(image, kernels):
    """Every title stands over the next panel's picture.

    Your titles are shifted by one panel: the image comes first and has no kernel, so the names start at the second
    panel.
    """
    pictures = _pictures(image, kernels)
    titles = [*kernels, ""]
    return _draw([(title, picture) for title, (_, picture) in zip(titles, pictures, strict=True)])


def axes_on(image, kernels):
    """All axes are drawn.

    Your panels have axes with numbers. Switch them off, panel by panel.
    """
    return _draw(_pictures(image, kernels), off=False)


def last_axes_off(image, kernels):
    """Only the last panel's axes are off.

    Only one of your panels has its axes off: `plt.axis("off")` acts on the current axes alone. Switch them off in
    every panel.
    """
    figure = _draw(_pictures(image, kernels), off=False)
    figure.axes[len(kernels)].axis("off")
    return figure


def two_by_four(image, kernels):
    """Two rows of four, without the image.

    Your figure has two rows of four panels. Three by three are expected: the image and up to eight responses.
    """
    return _draw(_pictures(image, kernels)[1:], (2, 4))


def one_row(image, kernels):
    """All panels in one row.

    Your panels stand in one row. Three rows of three are expected.
    """
    return _draw(_pictures(image, kernels), (1, 9))


def as_many_rows_as_needed(image, kernels):
    """With fewer kernels the grid gets smaller.

    Your grid grows with the number of kernels. It is three by three always; panels left over stay empty.
    """
    return _draw(_pictures(image, kernels), (-(-(len(kernels) + 1) // 3), 3))


def column_by_column(image, kernels):
    """The panels are filled column by column.

    You fill the panels column by column (row and column are exchanged). Fill them row by row.
    """
    figure, axes = plt.subplots(3, 3)
    for panel, (title, picture) in zip(axes.T.flat, _pictures(image, kernels), strict=False):
        panel.imshow(picture, cmap="gray")
        panel.set_title(title)
    for panel in axes.flat:
        panel.axis("off")
    return figure


def repeated_at_the_end(image, kernels):
    """Panels left over show the image again.

    Panels that are left over show something. They stay empty.
    """
    pictures = _pictures(image, kernels)
    return _draw(pictures + [("Original", image)] * (9 - len(pictures)))


def flipped_kernels(image, kernels):
    """The responses are those of turned kernels.

    Your responses belong to kernels turned by 180 degrees. Here "convolution" does not flip.
    """
    turned = {name: np.asarray(kernel)[::-1, ::-1] for name, kernel in kernels.items()}
    return _draw(_pictures(image, turned))


def smaller_responses(image, kernels):
    """The responses are drawn without padding, smaller than the image.

    Your responses are smaller than the image. Frame the image with zeros, one pixel wide, so that they keep its size.
    """
    return _draw([("Original", image), *((name, _valid(image, kernel)) for name, kernel in kernels.items())])


def repeated_border(image, kernels):
    """The border's values are repeated outside.

    Your responses are wrong along the border: you pad with copies of it. Here zeros surround the image.
    """
    padded = np.pad(image, 1, mode="edge")
    return _draw([("Original", image), *((name, _valid(padded, kernel)) for name, kernel in kernels.items())])


def kernels_drawn(image, kernels):
    """The kernels themselves are drawn.

    Your panels show the kernels. Show what they make of the image.
    """
    return _draw([("Original", image), *kernels.items()])


def same_picture_everywhere(image, kernels):
    """Every panel shows the image.

    All your panels show the image itself. Draw each kernel's response.
    """
    return _draw([("Original", image), *((name, image) for name in kernels)])


def absolute_responses(image, kernels):
    """The responses are drawn without their sign.

    You draw absolute values. A response's sign is part of the picture: dark on one side of an edge, bright on the
    other.
    """
    return _draw([("Original", image), *((name, np.abs(a)) for name, a in _responses(image, kernels).items())])


def clipped_responses(image, kernels):
    """The responses are clipped to 0..1 before they are drawn.

    You clip the responses, so everything negative looks the same. `imshow` finds a scale by itself.
    """
    return _draw([("Original", image), *((name, np.clip(a, 0, 1)) for name, a in _responses(image, kernels).items())])


def upside_down(image, kernels):
    """All pictures stand on their head.

    Your pictures are upside down. The first row of an image is drawn on top (`origin="upper"`).
    """
    figure = _draw(_pictures(image, kernels))
    for panel in figure.axes:
        panel.invert_yaxis()
    return figure


def sorted_names(image, kernels):
    """The responses stand in alphabetical order.

    Your responses are sorted by name. Keep the order of the dict.
    """
    return _draw(_pictures(image, dict(sorted(kernels.items()))))


def nothing_returned(image, kernels):
    """The figure is drawn and shown, but not returned.

    Your function draws the figure and returns nothing. Return the figure.
    """
    _draw(_pictures(image, kernels))


def axes_returned(image, kernels):
    """The array of axes is returned.

    You return the axes. Return the figure they belong to.
    """
    return np.array(_draw(_pictures(image, kernels)).axes).reshape(3, 3)


def one_picture(image, kernels):
    """All pictures stand in one panel, side by side.

    Your figure has one panel. Give every picture a panel of its own.
    """
    figure, axes = plt.subplots()
    axes.imshow(np.hstack([picture for _, picture in _pictures(image, kernels)]), cmap="gray")
    axes.axis("off")
    return figure


def same_figure_again(image, kernels):
    """Every call draws into one figure.

    Your calls share one figure: a second call draws over the first. Make a new figure in every call.
    """
    figure = plt.figure(7)
    figure.clear()
    for k, (title, picture) in enumerate(_pictures(image, kernels)):
        panel = figure.add_subplot(3, 3, k + 1)
        panel.imshow(picture, cmap="gray")
        panel.set_title(title)
        panel.axis("off")
    return figure


def nothing_to_be_seen(image, kernels):
    """Fixed limits make every panel one black area.

    No picture can be seen in your figure. Limits (`vmin`, `vmax`) far from the numbers make every panel one even area, as
    do transparent pictures and panels nothing is drawn in. Leave limits out, or take them from the pictures.
    """
    figure = _draw(_pictures(image, kernels))
    for panel in figure.axes:
        for picture in panel.images:
            picture.set_clim(1e5, 2e5)
    return figure


def negative_numbers_in_one_shade(image, kernels):
    """The lower limit is 0.

    Your lower limit (`vmin=0`) draws every negative number in the same black. Responses have both signs; `imshow` finds its limits
    by itself.
    """
    figure = _draw(_pictures(image, kernels))
    for panel in figure.axes[1 : len(kernels) + 1]:
        panel.images[0].set_clim(0, max(1, panel.images[0].get_array().max()))
    return figure


def cut_by_limits(image, kernels):
    """Limits written down for a small example cut the pictures.

    Your panels show a corner of each picture: limits (`set_xlim`, `set_ylim`, `axis([...])`) cut it. Leave them out.
    """
    figure = _draw(_pictures(image, kernels))
    for panel in figure.axes:
        panel.set(xlim=(-0.5, 2.5), ylim=(2.5, -0.5))
    return figure


def all_in_one_place(image, kernels):
    """All panels are placed at the same spot.

    Your panels lie over each other, so only the last is seen. `plt.subplots(3, 3)` places them side by side.
    """
    figure = plt.figure()
    for title, picture in _pictures(image, kernels):
        panel = figure.add_axes((0.1, 0.1, 0.8, 0.8))
        panel.imshow(picture, cmap="gray")
        panel.set_title(title)
        panel.axis("off")
    return figure


def all_names_in_every_title(image, kernels):
    """Every title lists all the kernels.

    Your titles name all the kernels. Each panel has the name of its own.
    """
    return _draw([(", ".join(kernels), picture) for _, picture in _pictures(image, kernels)])


def image_put_into_the_dict(image, kernels):
    """The dict of kernels is changed: an identity is put into it for the first panel.

    You put an entry of your own into the dict you were given. It belongs to the caller: make a dict of your own.
    """
    figure = _draw(_pictures(image, kernels))
    kernels["Original"] = np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]])
    return figure


def in_colours(image, kernels):
    """The pictures are drawn in the default colours.

    Your pictures are in colours. Grey shows how large a number is at a glance, and is expected here: `cmap="gray"`.
    """
    figure = _draw(_pictures(image, kernels))
    for panel in figure.axes:
        for picture in panel.images:
            picture.set_cmap("viridis")
    return figure
