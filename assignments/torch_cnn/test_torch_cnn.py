"""Public checks for `torch_cnn`: laws that every right answer obeys, and tiny examples.

Objects of PyTorch are made through `student.torch`, the `torch` your module imports: these checks also run where your code has a process
of its own.
"""

import numpy as np
import pytest
import torch

IDENTITY = np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]])


def noise(seed, *shape):
    """Normal numbers, the same ones every time."""
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def tensor(array):
    return torch.tensor(np.asarray(array, dtype=np.float32))


def numbers(answer):
    """The numbers in a tensor or an array."""
    assert answer is not None, "nothing came back: is a `return` missing?"
    assert not isinstance(answer, (tuple, list)), "one tensor or array is expected, not several"
    if hasattr(answer, "detach"):
        return answer.detach().numpy()
    return np.asarray(getattr(answer, "array", answer))


def close(got, want, name="the answer"):
    """Equal up to the rounding of single precision."""
    got, want = numbers(got), np.asarray(want, dtype=float)
    if got.shape != want.shape:
        raise AssertionError(f"the shape of {name} is {got.shape}; {want.shape} is expected")
    if got.dtype.kind not in "biuf":
        raise AssertionError(f"{name} is not made of real numbers")
    wrong = np.argwhere(~(np.abs(got - want) <= 1e-4 * np.abs(want) + 1e-5 * max(1.0, np.abs(want).max())))
    if len(wrong):
        place = tuple(wrong[0])
        where = ", ".join(map(str, place))
        raise AssertionError(f"{name} is {got[place]:.6g} at [{where}]; {want[place]:.6g} is expected")


def layer(student, kernels, padding=1):
    """A layer without bias that holds kernels (N, k, k)."""
    kernels = np.asarray(kernels, dtype=np.float32)[:, None]
    conv = student.torch.nn.Conv2d(1, len(kernels), kernels.shape[2], padding=padding, bias=False)
    conv.load_state_dict({"weight": tensor(kernels)})
    return conv


def loader(student, x, y, batch_size):
    """A DataLoader over images and labels, in order."""
    data = student.torch.utils.data
    return data.DataLoader(data.TensorDataset(tensor(x), torch.tensor(np.asarray(y))), batch_size=batch_size)


def parameter_count(model):
    return sum(numbers(parameter).size for parameter in model.parameters())


# ---------------------------------------------------------------------------- one layer


@pytest.mark.question("conv_from_kernels")
@pytest.mark.parametrize("size", [1, 3, 5])
def test_identity_kernels(student, size):
    """Identity kernels give the image back, in each channel and in its size."""
    kernels = np.zeros((2, size, size))
    kernels[:, size // 2, size // 2] = [1, 3]
    x = noise(0, 2, 1, 6, 9)
    told = f"what a layer of {size} × {size} kernels with a single 1 and a single 3 gives"
    close(student.conv_from_kernels(kernels)(tensor(x)), np.concatenate([x, 3 * x], axis=1), told)


@pytest.mark.question("conv_from_kernels")
def test_no_bias(student):
    """The layer's weight is its only parameter."""
    count = parameter_count(student.conv_from_kernels(noise(1, 4, 3, 3)))
    assert count == 4 * 9, f"four kernels of 3×3 are 36 parameters, and the layer has {count}: `bias=False`?"


@pytest.mark.question("feature_maps")
def test_maps_of_identity_kernels(student):
    """Identity kernels give the image back, as an array with one map per filter."""
    image = noise(2, 5, 8)
    maps = student.feature_maps(image, layer(student, [IDENTITY, -2 * IDENTITY, IDENTITY]))
    assert isinstance(maps, np.ndarray), "a NumPy array is expected"
    close(maps, np.stack([image, -2 * image, image]), "what identity kernels give, the second of them times -2,")


@pytest.mark.question("feature_maps")
def test_maps_are_linear(student):
    """The maps of a sum are the sum of the maps."""
    a, b, conv = noise(3, 6, 7), noise(4, 6, 7), layer(student, noise(5, 3, 3, 3))
    one, other = numbers(student.feature_maps(a, conv)), numbers(student.feature_maps(b, conv))
    assert one.shape == other.shape == (3, 6, 7), f"maps {one.shape} and {other.shape}; (3, 6, 7) is expected"
    close(student.feature_maps(a + b, conv), one + other, "feature_maps is not linear: what it gives for A + B")


@pytest.mark.question("feature_maps")
def test_maps_are_equivariant(student):
    """Shift the image, and the maps shift with it."""
    image, conv = np.zeros((9, 10)), layer(student, noise(6, 2, 3, 3))
    image[2:5, 2:6] = noise(7, 3, 4)
    shifted = np.roll(image, (2, 1), axis=(0, 1))
    maps = numbers(student.feature_maps(image, conv))
    assert maps.shape == (2, 9, 10), f"maps {maps.shape}; (2, 9, 10) is expected"
    close(student.feature_maps(shifted, conv), np.roll(maps, (2, 1), axis=(1, 2)), "what the shifted image gives")


@pytest.mark.question("stacked_feature_maps")
def test_identity_twice_is_relu(student):
    """Identity kernels in both layers leave the image's positive part."""
    image, conv = noise(8, 5, 6), layer(student, [IDENTITY])
    close(student.stacked_feature_maps(image, conv, conv), np.maximum(image, 0)[None], "what two identity layers give")


@pytest.mark.question("stacked_feature_maps")
def test_relu_in_between(student):
    """What is negative after the first layer is lost, whatever the second does with it."""
    image, minus = np.abs(noise(9, 5, 6)), layer(student, [-IDENTITY])
    told = "what a layer that changes the sign gives, and another behind it,"
    close(student.stacked_feature_maps(image, minus, minus), np.zeros((1, 5, 6)), f"{told} for positive numbers")
    told = "what a layer that changes the sign gives, and an identity layer behind it,"
    close(student.stacked_feature_maps(-image, minus, layer(student, [IDENTITY])), image[None], told)


# ---------------------------------------------------------------------------- networks


@pytest.mark.parametrize(
    ("name", "count"),
    [
        pytest.param("SimpleCNN", 206_922, marks=pytest.mark.question("SimpleCNN")),
        pytest.param("ConvolutionalNetwork", 13_242, marks=pytest.mark.question("ConvolutionalNetwork")),
    ],
)
def test_parameters_and_logits(student, name, count):
    """{count} parameters; logits (N, 10), a batch of one included, that are no probabilities."""
    model = getattr(student, name)()
    model.eval()
    logits = numbers(model(tensor(noise(10, 3, 1, 28, 28))))
    assert parameter_count(model) == count, f"{parameter_count(model)} parameters instead of {count}"
    assert logits.shape == (3, 10), f"three images give logits {logits.shape} instead of (3, 10)"
    alone = numbers(model(tensor(noise(11, 1, 1, 28, 28)))).shape
    assert alone == (1, 10), f"one image gives logits {alone} instead of (1, 10)"
    assert logits.min() < 0, "logits are not probabilities: some are negative"


@pytest.mark.question("SimpleCNN")
def test_two_modes(student):
    """In eval mode the same digit gets the same logits each time, in training mode dropout sees to it that it does not."""
    model, x = student.SimpleCNN(), tensor(noise(12, 2, 1, 28, 28))
    model.eval()
    close(model(x), numbers(model(x)), "a second answer in eval mode, where the first is right,")
    model.train()
    assert not np.array_equal(numbers(model(x)), numbers(model(x))), "dropout does nothing in training mode"


@pytest.mark.question("GlobalPoolNet")
@pytest.mark.parametrize(("height", "width", "classes"), [(28, 28, 10), (64, 51, 3)])
def test_any_size_any_classes(student, height, width, classes):
    """Images of other sizes go through, and `num_classes` is the number of logits."""
    model = student.GlobalPoolNet(num_classes=classes)
    model.eval()
    logits = numbers(model(tensor(noise(13, 2, 1, height, width))))
    assert logits.shape == (2, classes), f"the logits are {logits.shape} instead of {(2, classes)}"
    assert not np.array_equal(logits[0], logits[1]), "different images get the same logits"


# ---------------------------------------------------------------------------- looking inside


@pytest.mark.question("count_parameters")
def test_counts(student):
    """Layers you can count by hand, one of them frozen."""
    nn = student.torch.nn
    frozen = nn.Linear(4, 3)
    frozen.requires_grad_(False)
    model = nn.Sequential(frozen, nn.ReLU(), nn.Sequential(nn.Linear(3, 2)))
    counts = (
        ("count_parameters(nn.Conv2d(1, 16, 5))", student.count_parameters(nn.Conv2d(1, 16, 5)), 416),
        ("count_parameters of two linear layers, 4 to 3 to 2,", student.count_parameters(model), 15 + 8),
        (
            "the same with trainable_only=True, the first layer frozen,",
            student.count_parameters(model, trainable_only=True),
            8,
        ),
    )
    for call, count, want in counts:
        assert numbers(count).size == 1, f"{call} is no number"
        assert count == want, f"{call} is {count}; {want} is expected"


@pytest.mark.question("trace_shapes")
def test_trace(student):
    """A few layers in a row, traced twice: nothing is left from the first time."""
    nn = student.torch.nn
    model = nn.Sequential(nn.Conv2d(1, 2, 3), nn.MaxPool2d(2), nn.Flatten())
    want = [("0", (5, 2, 4, 6)), ("1", (5, 2, 2, 3)), ("2", (5, 12))]
    for _ in range(2):
        got = student.trace_shapes(model, tensor(noise(14, 5, 1, 6, 8)))
        assert isinstance(got, (list, tuple)), "a list of (layer name, output shape) is expected"
        assert all(isinstance(entry, (list, tuple)) and len(entry) == 2 for entry in got), "a list of pairs is expected"
        found = [(name, list(shape) if hasattr(shape, "__len__") else shape) for name, shape in got]
        assert found == [(name, list(shape)) for name, shape in want], f"listed {found} instead of {want}"


@pytest.mark.question("capture_activations")
def test_activations(student):
    """The last layer's output is the model's; a ReLU's is the positive part of what comes before it."""
    nn = student.torch.nn
    model, x = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Flatten()), tensor(noise(15, 3, 1, 5, 6))
    got = student.capture_activations(model, x, ["0", "1", "2"])
    assert isinstance(got, dict), "a dict from layer name to output is expected"
    assert set(got) == {"0", "1", "2"}, f"the names are {sorted(map(str, got))} instead of 0, 1 and 2"
    assert not any(getattr(value, "requires_grad", False) for value in got.values()), "the outputs are not detached"
    close(got["2"], numbers(model(x)), "the last layer's activation")
    close(
        got["1"],
        np.maximum(numbers(got["0"]), 0),
        "the ReLU's activation, where the positive part of what came is right,",
    )


# ---------------------------------------------------------------------------- learning


def pair(answer):
    """The mean loss and the accuracy."""
    asked = "two numbers are expected: the mean loss over the samples, and the accuracy"
    assert answer is not None, f"nothing came back, and {asked}"
    if not isinstance(answer, (tuple, list, dict)):
        answer = numbers(answer).tolist()
    assert isinstance(answer, (tuple, list)), asked
    assert len(answer) == 2, asked
    return numbers(answer[0]), numbers(answer[1])


@pytest.mark.question("train_one_epoch")
def test_learns_something_easy(student):
    """Two kinds of pictures that a linear layer can tell apart: the loss falls, and all answers become right."""
    nn = student.torch.nn
    y = np.arange(30) % 2
    x = noise(16, 30, 1, 3, 3) * 0.1 + (2 * y - 1)[:, None, None, None]
    model, criterion = nn.Sequential(nn.Flatten(), nn.Linear(9, 2)), nn.CrossEntropyLoss()
    optimizer = student.torch.optim.SGD(model.parameters(), lr=0.1)
    batches = loader(student, x, y, 8)
    epochs = [pair(student.train_one_epoch(model, batches, optimizer, criterion)) for _ in range(5)]
    (first, _), *_, (last, accuracy) = epochs
    assert last < first, "the loss does not fall"
    assert accuracy == 1, "not all answers are right after five epochs"


@pytest.mark.question("train_one_epoch")
def test_mean_over_the_samples(student):
    """With a learning rate of 0 nothing moves, and the loss is the mean over the samples, however they are batched."""
    nn = student.torch.nn
    x, y = noise(17, 7, 1, 2, 2), np.arange(7) % 3
    model, criterion = nn.Sequential(nn.Flatten(), nn.Linear(4, 3)), nn.CrossEntropyLoss()
    optimizer = student.torch.optim.SGD(model.parameters(), lr=0.0)
    batched = [loader(student, x, y, size) for size in (7, 5, 1)]
    answers = [pair(student.train_one_epoch(model, batches, optimizer, criterion)) for batches in batched]
    losses, accuracies = zip(*answers, strict=True)
    assert all(part.size == 1 for part in (*losses, *accuracies)), "two numbers are expected, not arrays of them"
    assert losses[0] > 0, f"the mean loss is {float(losses[0]):.6g}; it is above 0"
    for loss, accuracy in zip(losses, accuracies, strict=True):
        assert abs(loss - losses[0]) < 1e-4, "the mean loss depends on how the samples are batched"
        assert abs(accuracy - accuracies[0]) < 1e-6, "the accuracy depends on how the samples are batched"


@pytest.mark.question("evaluate")
@pytest.mark.parametrize("training", [True, False])
def test_share_of_right_answers(student, training):
    """Pictures that are their own logits: the share of right answers, and the mode as before."""
    model = student.torch.nn.Flatten()
    model.train(training)
    logits = np.eye(4, dtype=np.float32)[[0, 1, 2, 3, 3]].reshape(5, 1, 2, 2)
    share = numbers(student.evaluate(model, loader(student, logits, [0, 1, 2, 0, 0], 2)))
    assert abs(share - 3 / 5) < 1e-6, "three of five answers are right"
    assert model.training is training, "the model is left in another mode than it was in"


# ---------------------------------------------------------------------------- transfer learning


def given_back(answer, model):
    """The model a function returns, or the one it changed."""
    return model if answer is None else answer


@pytest.mark.question("freeze_features")
def test_frozen(student):
    """The weights of the convolutions are frozen, those of the last layer are not, and the model is given back."""
    model = student.SimpleCNN()
    answer = student.freeze_features(model)
    model = given_back(answer, model)
    flags = {numbers(parameter).shape: parameter.requires_grad for parameter in model.parameters()}
    assert not flags[(16, 1, 3, 3)], "the first convolution's weight is not frozen"
    assert not flags[(32, 16, 3, 3)], "the second convolution's weight is not frozen"
    assert flags[(10, 128)], "the last layer's weight is frozen"
    assert answer is not None, "the model is changed, but not returned: `return model`"


@pytest.mark.question("replace_head")
def test_new_head(student):
    """As many logits as the new task has classes."""
    model = student.SimpleCNN()
    model = given_back(student.replace_head(model, 4), model)
    shape = numbers(model(tensor(noise(18, 2, 1, 28, 28)))).shape
    assert shape == (2, 4), f"two images and four classes give logits {shape} instead of (2, 4)"


# ---------------------------------------------------------------------------- pictures


def pictures(answer):
    """How many pictures the figure has; where it came in a tuple, the one in it."""
    parts = answer if isinstance(answer, (tuple, list)) else [answer]
    figure = next((part for part in parts if hasattr(part, "add_subplot")), None)
    assert figure is not None, "return the matplotlib Figure: `fig, axes = plt.subplots(...)`, `return fig`"
    return sum(len(axes.get_images()) or len(axes.collections) for axes in figure.axes)


@pytest.mark.question("plot_filters")
@pytest.mark.parametrize("count", [6, 1])
def test_filters_have_panels(student, count):
    """A Figure with a picture for each filter, be it one."""
    shown = pictures(student.plot_filters(layer(student, noise(19, count, 3, 3))))
    assert shown >= count, f"the figure has {shown} pictures for {count}"


@pytest.mark.question("plot_feature_maps")
@pytest.mark.parametrize("count", [20, 1])
def test_maps_have_panels(student, count):
    """A Figure with a picture for each map, be it one."""
    shown = pictures(student.plot_feature_maps(noise(20, count, 5, 6)))
    assert shown >= count, f"the figure has {shown} pictures for {count}"
