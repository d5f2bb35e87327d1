"""Wrong answers to `feature_map_shape`, each with the misconception behind it."""

from solution import feature_map_shape as _feature_map_shape


def channels_last(input_shape, out_channels, kernel_size, stride=1, padding=0):
    """The channels were put last.

    The numbers are right, the order is not: channels come first here, (channels, height, width), as in PyTorch.
    """
    channels, height, width = _feature_map_shape(input_shape, out_channels, kernel_size, stride, padding)
    return (height, width, channels)


def input_channels_kept(input_shape, out_channels, kernel_size, stride=1, padding=0):
    """The input's channels were kept.

    A convolution does not keep the channels apart: each filter looks at all of them and gives one map. So there
    are as many maps as filters.
    """
    return (input_shape[0], *_feature_map_shape(input_shape, out_channels, kernel_size, stride, padding)[1:])


def channels_multiplied(input_shape, out_channels, kernel_size, stride=1, padding=0):
    """Each filter was taken to give a map for every input channel.

    A filter sums over all input channels, so it gives one map, not one for each of them.
    """
    channels, height, width = _feature_map_shape(input_shape, out_channels, kernel_size, stride, padding)
    return (input_shape[0] * channels, height, width)


def square_assumed(input_shape, out_channels, kernel_size, stride=1, padding=0):
    """The height was given for the width too.

    Your width is the height again. Pictures are not always square: work both sides out.
    """
    channels, height, _width = _feature_map_shape(input_shape, out_channels, kernel_size, stride, padding)
    return (channels, height, height)


def height_and_width_swapped(input_shape, out_channels, kernel_size, stride=1, padding=0):
    """Height and width changed places.

    Shapes are (channels, height, width): rows before columns. You have the two the other way round.
    """
    channels, height, width = _feature_map_shape(input_shape, out_channels, kernel_size, stride, padding)
    return (channels, width, height)


def padding_on_one_side(input_shape, out_channels, kernel_size, stride=1, padding=0):
    """Padding was added once instead of on each side.

    Padding goes on both sides of each axis, so it counts twice: n + 2p.
    """
    _channels, height, width = input_shape
    return out_channels, (height + padding - kernel_size) // stride + 1, (width + padding - kernel_size) // stride + 1


def padding_forgotten(input_shape, out_channels, kernel_size, stride=1, padding=0):
    """Padding was left out.

    Your answer does not change with `padding`. Add it on both sides before the kernel starts.
    """
    return _feature_map_shape(input_shape, out_channels, kernel_size, stride)


def stride_forgotten(input_shape, out_channels, kernel_size, stride=1, padding=0):
    """The stride was left out.

    Your answer does not change with `stride`. A larger stride skips places, so the maps get smaller.
    """
    return _feature_map_shape(input_shape, out_channels, kernel_size, 1, padding)


def rounded_up(input_shape, out_channels, kernel_size, stride=1, padding=0):
    """The divisions were rounded up.

    Where the stride leaves a remainder you count one place too many. Rows left over are ignored: round down,
    then add 1.
    """
    _channels, height, width = input_shape
    return (
        out_channels,
        -(-(height + 2 * padding - kernel_size) // stride) + 1,
        -(-(width + 2 * padding - kernel_size) // stride) + 1,
    )


def no_plus_one(input_shape, out_channels, kernel_size, stride=1, padding=0):
    """The first place was not counted.

    Height and width are one short: the division counts the steps, and the place the kernel starts from comes on
    top.
    """
    channels, height, width = _feature_map_shape(input_shape, out_channels, kernel_size, stride, padding)
    return (channels, height - 1, width - 1)


def padding_guessed(input_shape, out_channels, kernel_size, stride=1, padding=0):
    """Half the kernel was taken as padding.

    You use half the kernel as padding, whatever the argument says. That is a common choice, but `padding` is
    given, and without it there is none.
    """
    return _feature_map_shape(input_shape, out_channels, kernel_size, stride, kernel_size // 2)


def with_a_batch(input_shape, out_channels, kernel_size, stride=1, padding=0):
    """A batch was put in front.

    Three numbers are expected: (channels, height, width). The batch is not part of this shape.
    """
    return (1, *_feature_map_shape(input_shape, out_channels, kernel_size, stride, padding))


def kernel_slides_over_channels(input_shape, out_channels, kernel_size, stride=1, padding=0):
    """The kernel was slid over the channels too.

    A filter does not slide over the channels: it is as deep as they are. There is one map for each filter.
    """
    return out_channels, *((size + 2 * padding - kernel_size) // stride + 1 for size in input_shape)


def as_floats(input_shape, out_channels, kernel_size, stride=1, padding=0):
    """The sizes were given as floats.

    The numbers are right, but sizes are counts: ints. Use `//` instead of `/`.
    """
    channels, height, width = _feature_map_shape(input_shape, out_channels, kernel_size, stride, padding)
    return (channels, float(height), float(width))


def never_fewer_channels(input_shape, out_channels, kernel_size, stride=1, padding=0):
    """The channels never became fewer.

    Your answer is right as long as there are more filters than input channels. With fewer filters there are fewer maps:
    their number is that of the filters, whatever came in.
    """
    channels, height, width = _feature_map_shape(input_shape, out_channels, kernel_size, stride, padding)
    return (max(input_shape[0], channels), height, width)


def channels_read_last(input_shape, out_channels, kernel_size, stride=1, padding=0):
    """The input's shape was read as (height, width, channels).

    You take the first two numbers of `input_shape` for height and width, as in image libraries. Here, as in PyTorch, the
    channels come first: (channels, height, width).
    """
    return (out_channels, *((n + 2 * padding - kernel_size) // stride + 1 for n in input_shape[:2]))
