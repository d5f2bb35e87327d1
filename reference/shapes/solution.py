"""The reference solution of `shapes`."""

STUDENT_ID = ""


def conv_output_size(input_size, kernel_size, stride=1, padding=0, dilation=1):
    return _output_size(input_size, kernel_size, stride, padding, dilation)


def _output_size(size, kernel, stride, padding, dilation=1):
    padded, covered = size + 2 * padding, dilation * (kernel - 1) + 1
    if stride < 1:
        raise ValueError(f"the stride is at least 1, not {stride}")
    if padding < 0:
        raise ValueError(f"the padding is at least 0, not {padding}")
    if covered > padded:
        raise ValueError(f"a kernel that covers {covered} does not fit into {padded}")
    return (padded - covered) // stride + 1


def same_padding(input_size, kernel_size, stride=1):
    # The n - 1 steps and the kernel cover s (n - 1) + k. That is n at least (s and k are), so the total is never below 0.
    total = stride * (input_size - 1) + kernel_size - input_size
    before = total // 2
    return before, total - before


def design_layer(input_size, output_size):
    # With stride 1 the output is n + 2p - k + 1. Enough padding for k >= 1, then the k that fits.
    padding = max(0, output_size - input_size)
    return input_size + 2 * padding - output_size + 1, padding, 1


def feature_map_shape(input_shape, out_channels, kernel_size, stride=1, padding=0):
    _channels, height, width = input_shape
    return (
        out_channels,
        _output_size(height, kernel_size, stride, padding),
        _output_size(width, kernel_size, stride, padding),
    )


def conv_parameters(in_channels, out_channels, kernel_size, bias=True):
    return _conv_parameters(in_channels, out_channels, kernel_size, bias)


def _conv_parameters(in_channels, out_channels, kernel_size, bias=True):
    height, width = kernel_size if isinstance(kernel_size, (tuple, list)) else (kernel_size, kernel_size)
    return out_channels * (in_channels * height * width + int(bias))


def linear_parameters(in_features, out_features, bias=True):
    return _linear_parameters(in_features, out_features, bias)


def _linear_parameters(in_features, out_features, bias=True):
    return out_features * (in_features + int(bias))


def cnn_parameters(layers):
    total = 0
    for kind, *sizes in layers:
        total += _conv_parameters(*sizes) if kind == "conv" else _linear_parameters(*sizes)
    return total


def receptive_field(layers):
    table = _table(layers)
    return table[-1][0] if table else 1


def receptive_field_table(layers):
    return _table(layers)


def _table(layers):
    table, field, jump = [], 1, 1
    for kernel, stride in layers:
        field += (kernel - 1) * jump
        jump *= stride
        table.append((field, jump))
    return table


network_sizes = [26, 13, 6, 3]
network_parameters = 2410
network_field = 16

equivariance_or_invariance = """
A convolution is equivariant: when the picture moves by three pixels, the map moves by three pixels too. Pooling adds some
invariance: a maximum stays the same while it moves inside its window, so small shifts change little. Global average
pooling over the whole map is nearly invariant, since a mean does not mind where things are. A classifier wants
invariance (a seven is a seven anywhere); one that says where the seven is wants equivariance.
"""
small_kernels = """
Three 3 x 3 layers see 7 x 7 pixels, as one 7 x 7 layer does. With C channels in and out they have 27 C^2 weights
instead of 49 C^2, and two more activations between them, so they can say more with less. They need more memory for the
maps in between, and more steps one after the other.
"""
