"""The arithmetic of a CNN: sizes, parameters, receptive fields.

Nine functions that every designer of a network works out many times a day, and a network to try them on.

House conventions
- "Convolution" is what deep learning calls it. All sizes are counts, so arguments and answers are ints: 14, not 14.0.
- One axis of length n, kernel k, padding p (on each side), stride s and dilation d gives
  floor((n + 2p - d(k - 1) - 1) / s) + 1 outputs. "Floor" rounds down: rows left over by the stride are ignored.
- Shapes are (channels, height, width); height and width may differ.
- Arguments are never modified: the caller still needs them.

Rules: plain Python is enough; NumPy is there if you like it. You may call one exercise from another.

Check your work with `pytest` in this folder, or with `convgrade check shapes.py`. The examples in the docstrings can be
run with `python -m doctest shapes.py`.
"""

# Whose network stands at the end. Leave the line as it is: an empty id stands for the one everybody has.
STUDENT_ID = ""


def conv_output_size(input_size, kernel_size, stride=1, padding=0, dilation=1):
    """How many places a kernel has along one axis.

    All ints; returns an int. `padding` zeros are added on each side. With `dilation` d the kernel's weights lie d apart,
    so that a kernel of k covers d(k - 1) + 1.

    Raises ValueError when there is no such layer: a stride below 1, a padding below 0, or a kernel that covers more
    than the padded input.

    Hint: `//` rounds down. Mind where the 1 is added.

    >>> conv_output_size(10, 3)
    8
    >>> conv_output_size(10, 3, stride=2, padding=1)
    5
    """
    # TODO 1: refuse what makes no sense: raise ValueError("why").
    # TODO 2: how much does the dilated kernel cover?
    # TODO 3: how many steps can it take, and how many places is that?
    raise NotImplementedError("conv_output_size is not written yet")


def same_padding(input_size, kernel_size, stride=1):
    """The padding with which the output is exactly as large as the input, whatever the stride.

    All ints; returns `(before, after)`, the zeros to add on the one side and on the other. The least padding that does
    it; when its total is odd, the extra zero goes after.

    Hint: set the output to n in the formula, without the floor, and solve it for the whole padding.

    >>> same_padding(10, 5)
    (2, 2)
    >>> same_padding(10, 4)
    (1, 2)
    """
    # TODO 1: how many rows must the padded input have for n places?
    # TODO 2: how many of them are missing?
    # TODO 3: share them out.
    raise NotImplementedError("same_padding is not written yet")


def design_layer(input_size, output_size):
    """A convolution that takes `input_size` to exactly `output_size`.

    Both are ints of at least 1, in any combination: padding makes it possible that the output is the larger one.
    Returns `(kernel_size, padding, stride)`, three ints: kernel and stride at least 1, padding at least 0 (the same on
    both sides), and the kernel not larger than the padded input. Many answers are right; any of them will do.

    Hint: stride 1 is enough. Which kernel do you need when you have chosen the padding?

    >>> kernel, padding, stride = design_layer(12, 6)
    >>> (12 + 2 * padding - kernel) // stride + 1
    6
    """
    # TODO 1: choose the stride and the padding.
    # TODO 2: solve the formula for the kernel.
    raise NotImplementedError("design_layer is not written yet")


def feature_map_shape(input_shape, out_channels, kernel_size, stride=1, padding=0):
    """The shape of a convolution's output.

    `input_shape` is (channels, height, width); the kernel is kernel_size x kernel_size. Returns a tuple of three ints,
    (channels, height, width).

    Hint: height and width are worked out apart. How many channels come out?

    >>> feature_map_shape((3, 12, 20), 8, 3)
    (8, 10, 18)
    """
    # TODO: three numbers, as a tuple.
    raise NotImplementedError("feature_map_shape is not written yet")


def conv_parameters(in_channels, out_channels, kernel_size, bias=True):
    """How many numbers a convolution learns.

    `kernel_size` is an int (a square kernel) or a pair (height, width). Returns an int.

    Hint: each filter looks at all input channels, and has one bias if there are biases at all.

    >>> conv_parameters(2, 3, 5)
    153
    >>> conv_parameters(2, 3, (1, 5), bias=False)
    30
    """
    # TODO 1: height and width of the kernel, from an int or a pair.
    # TODO 2: the weights of one filter; its bias; how many filters?
    raise NotImplementedError("conv_parameters is not written yet")


def linear_parameters(in_features, out_features, bias=True):
    """How many numbers a fully connected layer learns.

    All ints; returns an int.

    Hint: every output has a weight for every input.

    >>> linear_parameters(4, 3)
    15
    """
    # TODO: weights and biases.
    raise NotImplementedError("linear_parameters is not written yet")


def cnn_parameters(layers):
    """How many numbers a network learns.

    `layers` is a list of ("conv", in_channels, out_channels, kernel_size) and ("linear", in_features, out_features), in
    any order; all have biases. Returns an int.

    Hint: pooling, ReLU and flattening learn nothing, so they are not in the list.

    >>> cnn_parameters([("conv", 2, 3, 5), ("linear", 4, 3)])
    168
    """
    # TODO: add up what the layers learn.
    raise NotImplementedError("cnn_parameters is not written yet")


def receptive_field(layers):
    """How many input pixels, along one axis, an entry after the last layer sees.

    `layers` is a list of (kernel_size, stride), first layer first; a pooling layer counts like a convolution. Returns an
    int. Without any layer an entry sees itself: 1.

    Hint: a layer adds its kernel less one, each step as long as the strides of the layers BEFORE it have made it. Its
    own stride counts from the next layer on.

    >>> receptive_field([(5, 1)])
    5
    >>> receptive_field([(3, 2), (3, 1)])
    7
    """
    # TODO 1: start with a field of 1, and with neighbours that lie 1 apart (the jump).
    # TODO 2: for each layer: first the field grows, then the jump.
    raise NotImplementedError("receptive_field is not written yet")


def receptive_field_table(layers):
    """Receptive field and jump after each layer.

    `layers` as above. Returns a list with a tuple (receptive field, jump) of ints for each layer; the jump is how many
    input pixels lie between neighbours in that layer's output. No layers, empty list.

    >>> receptive_field_table([(3, 2), (3, 1)])
    [(3, 2), (7, 2)]
    """
    # TODO: the same steps as in receptive_field; note both numbers after each.
    raise NotImplementedError("receptive_field_table is not written yet")


# ---------------------------------------------------------------------------------------------------------------------
# A network to try them on
# ---------------------------------------------------------------------------------------------------------------------
# Write the numbers down (or work them out with your functions). Square pictures; every convolution and the linear layer
# have biases; the linear layer gets the last map flattened.
#
#   input   1 x 30 x 30
#   conv    6 filters, kernel 5, stride 1, padding 0
#   pool    window 2, stride 2
#   conv    12 filters, kernel 4, stride 2, padding 1
#   pool    window 2, stride 2
#   linear  from everything that is left to 10 outputs

# TODO: the height of the map after each conv and pool, a list of four
network_sizes = ...

# TODO: how many numbers does the whole network learn?
network_parameters = ...

# TODO: how many input pixels, along one axis, does an entry of the last map see?
network_field = ...


# ---------------------------------------------------------------------------------------------------------------------
# In your own words
# ---------------------------------------------------------------------------------------------------------------------
# A few sentences each, between the quotation marks of a text: """like this""". A person reads them.

# TODO: A convolution is said to be equivariant to shifts, pooling to add some invariance. Say what the two words mean, on
# the example of a digit that moves three pixels to the right. Name a task that wants the one and a task that wants the
# other.
equivariance_or_invariance = ...

# TODO: Three layers with 3 x 3 kernels and stride 1 see as much of the picture as one layer with a 7 x 7 kernel. Compare
# the two, for C channels in and out: what do they learn, what can they express, what do they cost?
small_kernels = ...
