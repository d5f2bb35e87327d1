"""Public checks for `shapes`: laws that hold for every size, and examples small enough to count on your fingers."""

import numpy as np
import pytest


def nothing(call):
    """What is said of None; a name that holds an answer returns nothing."""
    return (
        f"{call} gave nothing: is a `return` missing?"
        if call.endswith(")")
        else f"{call} is None: write the answer there."
    )


def number(answer, call):
    """The answer as one number; the message says what it is instead."""
    if answer is None:
        raise AssertionError(nothing(call))
    if answer is ...:
        raise AssertionError(f"{call} is not answered yet.")
    if not isinstance(answer, (int, float, np.number, np.ndarray)):
        raise AssertionError(f"{call} gave something other than a number.")
    array = np.asarray(answer)
    if array.dtype.kind not in "iuf" or array.size != 1:
        raise AssertionError(f"{call} gave something other than one number.")
    return array.reshape(-1)[0]


def equal(answer, want, call, law=""):
    """One number that is ``want``; ``law`` says why, where that is not plain."""
    got = number(answer, call)
    if got != want:
        whole = "" if got == np.floor(got) else " A size is a whole number: divide with `//`, not with `/`."
        raise AssertionError(f"{call} is {got:g}; {want} is expected{law and f', since {law}'}.{whole}")


def parts(answer, count, call):
    """The ``count`` parts of a tuple (a list will do)."""
    if answer is None:
        raise AssertionError(nothing(call))
    if not isinstance(answer, (tuple, list, np.ndarray)) or getattr(answer, "ndim", 1) == 0:
        raise AssertionError(f"{call} is neither a tuple nor a list; a tuple of {count} numbers is expected.")
    if len(answer) != count:
        raise AssertionError(f"{call} has {len(answer)} parts; {count} are expected.")
    return answer


@pytest.mark.question("conv_output_size")
def test_a_kernel_of_one_keeps_the_size(student):
    """A kernel of one has a place on every pixel."""
    for size in (1, 4, 9):
        equal(student.conv_output_size(size, 1), size, f"conv_output_size({size}, 1)")


@pytest.mark.question("conv_output_size")
@pytest.mark.parametrize("stride", [2, 3, 4])
def test_stride_takes_every_nth_pixel(student, stride):
    """A kernel of one with stride s takes as many pixels as a Python slice with step s."""
    for size in (5, 8, 12):
        want = len(range(size)[::stride])
        law = f"len(range({size})[::{stride}]) is {want}"
        equal(
            student.conv_output_size(size, 1, stride=stride), want, f"conv_output_size({size}, 1, stride={stride})", law
        )


@pytest.mark.question("conv_output_size")
def test_padding_is_a_larger_input(student):
    """Padding p is the same as an input that is 2p longer."""
    for padding in (1, 3):
        longer = f"conv_output_size({9 + 2 * padding}, 4)"
        want = number(student.conv_output_size(9 + 2 * padding, 4), longer)
        padded = student.conv_output_size(9, 4, padding=padding)
        equal(padded, want, f"conv_output_size(9, 4, padding={padding})", f"your {longer} is that")


@pytest.mark.question("conv_output_size")
def test_dilation_is_a_larger_kernel(student):
    """A kernel of two, dilated by d, covers as much as a kernel of d + 1."""
    for dilation in (2, 5):
        larger = f"conv_output_size(11, {dilation + 1})"
        want = number(student.conv_output_size(11, dilation + 1), larger)
        dilated = student.conv_output_size(11, 2, dilation=dilation)
        equal(dilated, want, f"conv_output_size(11, 2, dilation={dilation})", f"your {larger} is that")


@pytest.mark.question("conv_output_size")
def test_no_stride_of_zero(student):
    """A stride of 0 would never arrive: ValueError."""
    try:
        student.conv_output_size(10, 3, stride=0)
    except ValueError:
        return
    raise AssertionError("conv_output_size(10, 3, stride=0) returned; a ValueError is expected.")


@pytest.mark.question("same_padding")
@pytest.mark.parametrize(("kernel", "stride"), [(3, 1), (2, 1), (3, 2), (4, 3)])
def test_same_padding_keeps_the_size(student, kernel, stride):
    """With your padding there are exactly n places, and after has at most one zero more than before."""
    for size in (6, 9):
        call = f"same_padding({size}, {kernel}, {stride})"
        before, after = (number(part, call) for part in parts(student.same_padding(size, kernel, stride), 2, call))
        places = (size + before + after - kernel) // stride + 1
        if places != size:
            raise AssertionError(
                f"{call} is ({before:g}, {after:g}): with that, a kernel of {kernel} and stride {stride} have {places:g} places; "
                f"{size} are expected."
            )
        if after - before not in (0, 1):
            raise AssertionError(
                f"{call} is ({before:g}, {after:g}): after is to be as large as before, or larger by one."
            )


@pytest.mark.question("design_layer")
@pytest.mark.parametrize(("size", "wanted"), [(20, 10), (9, 9), (14, 3), (5, 7)])
def test_design_layer_does_it(student, size, wanted):
    """Your layer makes sense and gives the size asked."""
    call = f"design_layer({size}, {wanted})"
    answer = parts(student.design_layer(size, wanted), 3, call)
    kernel, padding, stride = (number(part, call) for part in answer)
    told = f"{call} is (kernel {kernel:g}, padding {padding:g}, stride {stride:g})"
    if kernel < 1 or stride < 1 or padding < 0:
        raise AssertionError(f"{told}: kernel and stride are at least 1, padding at least 0.")
    if kernel > size + 2 * padding:
        raise AssertionError(f"{told}: the kernel is larger than the padded input.")
    out = (size + 2 * padding - kernel) // stride + 1
    if out != wanted:
        raise AssertionError(f"{told}: that layer gives {out:g}; {wanted} is expected.")


@pytest.mark.question("feature_map_shape")
def test_as_many_channels_as_filters(student):
    """Channels come first, and there are as many as filters, however many went in."""
    for channels in (1, 5):
        call = f"feature_map_shape(({channels}, 10, 14), 6, 1)"
        answer = parts(student.feature_map_shape((channels, 10, 14), 6, 1), 3, call)
        got = tuple(number(part, call) for part in answer)
        if got != (6, 10, 14):
            raise AssertionError(f"{call} is ({', '.join(f'{part:g}' for part in got)}); (6, 10, 14) is expected.")


@pytest.mark.question("conv_parameters")
def test_twice_the_filters_twice_the_parameters(student):
    """Twice the filters learn twice as much; a pair of equal sides is a square kernel."""
    one = number(student.conv_parameters(3, 4, 5), "conv_parameters(3, 4, 5)")
    if not one > 0:
        raise AssertionError(f"conv_parameters(3, 4, 5) is {one:g}; that layer has parameters.")
    law = f"your conv_parameters(3, 4, 5) is {one:g}"
    equal(student.conv_parameters(3, 8, 5), 2 * one, "conv_parameters(3, 8, 5)", law)
    equal(student.conv_parameters(3, 4, (5, 5)), one, "conv_parameters(3, 4, (5, 5))", law)


@pytest.mark.question("conv_parameters")
def test_one_bias_for_each_filter(student):
    """Without biases there are as many numbers fewer as there are filters."""
    whole = number(student.conv_parameters(2, 7, 3), "conv_parameters(2, 7, 3)")
    without = student.conv_parameters(2, 7, 3, bias=False)
    law = f"your conv_parameters(2, 7, 3) is {whole:g} and there are 7 biases"
    equal(without, whole - 7, "conv_parameters(2, 7, 3, bias=False)", law)


@pytest.mark.question("linear_parameters")
def test_one_bias_for_each_output(student):
    """Without biases there are as many numbers fewer as there are outputs."""
    whole = number(student.linear_parameters(6, 5), "linear_parameters(6, 5)")
    without = student.linear_parameters(6, 5, bias=False)
    law = f"your linear_parameters(6, 5) is {whole:g} and there are 5 biases"
    equal(without, whole - 5, "linear_parameters(6, 5, bias=False)", law)


@pytest.mark.question("linear_parameters")
def test_the_smallest_linear_layer(student):
    """A linear layer from one number to one number learns a weight and a bias."""
    equal(student.linear_parameters(1, 1), 2, "linear_parameters(1, 1)")


@pytest.mark.question("cnn_parameters")
def test_networks_add_up(student):
    """Two networks one after the other learn what both learn."""
    first, second = [("conv", 1, 2, 2), ("linear", 8, 3)], [("linear", 3, 2)]
    one, other = (number(student.cnn_parameters(each), f"cnn_parameters({each})") for each in (first, second))
    if not one > 0:
        raise AssertionError(f"cnn_parameters({first}) is {one:g}; that network has parameters.")
    law = f"your two answers for its parts are {one:g} and {other:g}"
    equal(student.cnn_parameters(first + second), one + other, f"cnn_parameters({first + second})", law)


@pytest.mark.question("receptive_field")
def test_one_layer_sees_its_kernel(student):
    """An entry after one layer sees what the kernel covers, whatever the stride."""
    for stride in (1, 2, 3):
        equal(student.receptive_field([(4, stride)]), 4, f"receptive_field([(4, {stride})])")


@pytest.mark.question("receptive_field")
def test_a_kernel_of_one_sees_no_more(student):
    """A layer with a kernel of one adds nothing."""
    equal(student.receptive_field([(1, 1), (5, 1), (1, 1)]), 5, "receptive_field([(1, 1), (5, 1), (1, 1)])")


@pytest.mark.question("receptive_field_table")
def test_table_has_a_row_for_each_layer(student):
    """A row for each layer; jumps multiply up, fields never shrink."""
    call = "receptive_field_table([(3, 2), (1, 3), (2, 1)])"
    rows = [
        parts(row, 2, f"a row of {call}")
        for row in parts(student.receptive_field_table([(3, 2), (1, 3), (2, 1)]), 3, call)
    ]
    fields, jumps = ([number(row[i], call) for row in rows] for i in (0, 1))
    for row, (got, want) in enumerate(zip(jumps, (2, 6, 6), strict=True)):
        equal(got, want, f"{call}: the jump of row {row}")
    if fields != sorted(fields):
        raise AssertionError(
            f"{call}: the fields are {', '.join(f'{one:g}' for one in fields)}; a field never shrinks."
        )


@pytest.mark.question("network_sizes")
def test_network_sizes_shrink(student):
    """Four whole numbers, each smaller than the one before; pooling halves."""
    answer = student.network_sizes
    if answer is ...:
        raise AssertionError("network_sizes is not answered yet.")
    sizes = [number(part, "network_sizes") for part in parts(answer, 4, "network_sizes")]
    told = f"network_sizes is {', '.join(f'{size:g}' for size in sizes)}"
    if any(size != np.floor(size) for size in sizes):
        raise AssertionError(f"{told}: sizes are whole numbers.")
    for before, after in ((0, 1), (2, 3)):
        if sizes[after] != sizes[before] // 2:
            raise AssertionError(f"{told}: pooling halves, so {sizes[before]:g} becomes {sizes[before] // 2:g}.")
    if not sizes[2] < sizes[1]:
        raise AssertionError(f"{told}: the second convolution makes its map smaller.")


@pytest.mark.question("network_parameters")
def test_network_parameters_is_a_count(student):
    """A whole number."""
    count = number(student.network_parameters, "network_parameters")
    if count != np.floor(count) or not count > 0:
        raise AssertionError(f"network_parameters is {count:g}; a count is a whole number above 0.")


@pytest.mark.question("network_field")
def test_network_field_is_a_size(student):
    """A whole number, not larger than the picture."""
    field = number(student.network_field, "network_field")
    if field != np.floor(field) or not 1 < field < 100:
        raise AssertionError(f"network_field is {field:g}; it is a whole number between 1 and the picture's side.")
