"""Public checks for `shapes`: laws that hold for every size, and examples small enough to count on your fingers."""

import numpy as np
import pytest


def numbers(answer):
    """The answer as an array of numbers."""
    if not isinstance(answer, (int, float, list, tuple, np.ndarray, np.number)):
        raise AssertionError("not answered yet, or not with numbers")
    array = np.asarray(answer)
    assert array.dtype.kind in "iuf", f"not made of numbers only: {answer!r}"
    return array


def parts(answer, count):
    """The ``count`` parts of a tuple (a list will do)."""
    assert isinstance(answer, (tuple, list, np.ndarray)), f"{count} numbers are asked, not {answer!r}"
    assert len(answer) == count, f"{count} numbers are asked, not {len(answer)}"
    return answer


@pytest.mark.question("conv_output_size")
def test_a_kernel_of_one_keeps_the_size(student):
    """A kernel of one has a place on every pixel."""
    for size in (1, 4, 9):
        assert student.conv_output_size(size, 1) == size


@pytest.mark.question("conv_output_size")
@pytest.mark.parametrize("stride", [2, 3, 4])
def test_stride_takes_every_nth_pixel(student, stride):
    """A kernel of one with stride s takes as many pixels as a Python slice with step s."""
    for size in (5, 8, 12):
        assert student.conv_output_size(size, 1, stride=stride) == len(range(size)[::stride])


@pytest.mark.question("conv_output_size")
def test_padding_is_a_larger_input(student):
    """Padding p is the same as an input that is 2p longer."""
    for padding in (1, 3):
        padded = student.conv_output_size(9, 4, padding=padding)
        assert padded == student.conv_output_size(9 + 2 * padding, 4)


@pytest.mark.question("conv_output_size")
def test_dilation_is_a_larger_kernel(student):
    """A kernel of two, dilated by d, covers as much as a kernel of d + 1."""
    for dilation in (2, 5):
        assert student.conv_output_size(11, 2, dilation=dilation) == student.conv_output_size(11, dilation + 1)


@pytest.mark.question("conv_output_size")
def test_no_stride_of_zero(student):
    """A stride of 0 would never arrive: ValueError."""
    try:
        answer = student.conv_output_size(10, 3, stride=0)
    except ValueError:
        return
    raise AssertionError(f"no ValueError, but the answer {answer}")


@pytest.mark.question("same_padding")
@pytest.mark.parametrize(("kernel", "stride"), [(3, 1), (2, 1), (3, 2), (4, 3)])
def test_same_padding_keeps_the_size(student, kernel, stride):
    """With your padding there are exactly n places, and after has at most one zero more than before."""
    for size in (6, 9):
        before, after = parts(student.same_padding(size, kernel, stride), 2)
        assert (size + before + after - kernel) // stride + 1 == size
        assert after - before in (0, 1)


@pytest.mark.question("design_layer")
@pytest.mark.parametrize(("size", "wanted"), [(20, 10), (9, 9), (14, 3), (5, 7)])
def test_design_layer_does_it(student, size, wanted):
    """Your layer makes sense and gives the size asked."""
    kernel, padding, stride = parts(student.design_layer(size, wanted), 3)
    assert kernel >= 1
    assert stride >= 1
    assert padding >= 0
    assert kernel <= size + 2 * padding
    assert (size + 2 * padding - kernel) // stride + 1 == wanted


@pytest.mark.question("feature_map_shape")
def test_as_many_channels_as_filters(student):
    """Channels come first, and there are as many as filters, however many went in."""
    for channels in (1, 5):
        assert tuple(parts(student.feature_map_shape((channels, 10, 14), 6, 1), 3)) == (6, 10, 14)


@pytest.mark.question("conv_parameters")
def test_twice_the_filters_twice_the_parameters(student):
    """Twice the filters learn twice as much; a pair of equal sides is a square kernel."""
    one = student.conv_parameters(3, 4, 5)
    assert one > 0
    assert student.conv_parameters(3, 8, 5) == 2 * one
    assert student.conv_parameters(3, 4, (5, 5)) == one


@pytest.mark.question("conv_parameters")
def test_one_bias_for_each_filter(student):
    """Without biases there are as many numbers fewer as there are filters."""
    assert student.conv_parameters(2, 7, 3) - student.conv_parameters(2, 7, 3, bias=False) == 7


@pytest.mark.question("linear_parameters")
def test_one_bias_for_each_output(student):
    """Without biases there are as many numbers fewer as there are outputs."""
    assert student.linear_parameters(6, 5) - student.linear_parameters(6, 5, bias=False) == 5


@pytest.mark.question("linear_parameters")
def test_the_smallest_linear_layer(student):
    """A linear layer from one number to one number learns a weight and a bias."""
    assert student.linear_parameters(1, 1) == 2


@pytest.mark.question("cnn_parameters")
def test_networks_add_up(student):
    """Two networks one after the other learn what both learn."""
    first, second = [("conv", 1, 2, 2), ("linear", 8, 3)], [("linear", 3, 2)]
    assert student.cnn_parameters(first) > 0
    assert student.cnn_parameters(first + second) == student.cnn_parameters(first) + student.cnn_parameters(second)


@pytest.mark.question("receptive_field")
def test_one_layer_sees_its_kernel(student):
    """An entry after one layer sees what the kernel covers, whatever the stride."""
    for stride in (1, 2, 3):
        assert student.receptive_field([(4, stride)]) == 4


@pytest.mark.question("receptive_field")
def test_a_kernel_of_one_sees_no_more(student):
    """A layer with a kernel of one adds nothing."""
    assert student.receptive_field([(1, 1), (5, 1), (1, 1)]) == 5


@pytest.mark.question("receptive_field_table")
def test_table_has_a_row_for_each_layer(student):
    """A row for each layer; jumps multiply up, fields never shrink."""
    table = student.receptive_field_table([(3, 2), (1, 3), (2, 1)])
    fields, jumps = zip(*(parts(row, 2) for row in parts(table, 3)), strict=True)
    assert jumps == (2, 6, 6)
    assert list(fields) == sorted(fields)


@pytest.mark.question("network_sizes")
def test_network_sizes_shrink(student):
    """Four whole numbers, each smaller than the one before; pooling halves."""
    sizes = numbers(student.network_sizes)
    assert sizes.shape == (4,), "four sizes are asked"
    assert np.all(sizes == np.floor(sizes))
    assert sizes[1] == sizes[0] // 2
    assert sizes[3] == sizes[2] // 2
    assert sizes[2] < sizes[1]


@pytest.mark.question("network_parameters")
def test_network_parameters_is_a_count(student):
    """A whole number."""
    count = numbers(student.network_parameters)
    assert count.ndim == 0, "one number is asked"
    assert count == np.floor(count)
    assert count > 0


@pytest.mark.question("network_field")
def test_network_field_is_a_size(student):
    """A whole number, not larger than the picture."""
    field = numbers(student.network_field)
    assert field.ndim == 0, "one number is asked"
    assert field == np.floor(field)
    assert 1 < field < 100
