"""Hidden checks of `global_avg_pool`."""

import pytest
from pooling_cases import Judge, decimals, whole


@pytest.mark.weight(2)
def test_channels(student, reference, rng, agree):
    """Stacks in which the number of channels, the height and the width all differ."""
    judge = Judge("global_avg_pool", student, reference, agree)
    small, large = 2 + int(rng.integers(2)), 7 + int(rng.integers(3))
    for shape in ((small, 5, large), (large, small, 5), (5, large, small), (small, large, 5)):
        judge(decimals(rng, *shape))


@pytest.mark.weight(2)
def test_square_maps(student, reference, rng, agree):
    """Square maps, as many channels as rows, and a cube."""
    judge = Judge("global_avg_pool", student, reference, agree)
    for shape in ((3, 7, 7), (6, 6, 4), (6, 4, 6), (5, 5, 5)):
        judge(decimals(rng, *shape))


def test_one_channel(student, reference, rng, agree):
    """A single channel gives an array with one number."""
    judge = Judge("global_avg_pool", student, reference, agree)
    judge(rng.uniform(2, 9, (1, 6, 4)))
    judge(rng.uniform(2, 9, (1, 1, 1)))


def test_thin_maps(student, reference, rng, agree):
    """Maps of a single row, a single column or a single pixel."""
    judge = Judge("global_avg_pool", student, reference, agree)
    for shape in ((4, 1, 6), (3, 5, 1), (6, 1, 1)):
        judge(rng.uniform(2, 9, shape))


def test_large_maps(student, reference, rng, agree):
    """Many channels, and maps as large as real ones."""
    judge = Judge("global_avg_pool", student, reference, agree)
    judge(decimals(rng, 64, 7, 8))
    judge(decimals(rng, 3, 28, 32))


@pytest.mark.weight(2)
def test_whole_numbers(student, reference, rng, agree):
    """Integers of both signs have exact means, fractions included."""
    judge = Judge("global_avg_pool", student, reference, agree)
    judge(whole(rng, 4, 5, 7))
    judge(-whole(rng, 2, 6, 3))
    judge(whole(rng, 3, 4, 6) * 10_000_000)


def test_scales(student, reference, rng, agree):
    """Negative, tiny, huge and mostly zero maps are answered as exactly as others."""
    Judge("global_avg_pool", student, reference, agree).scales(rng, 3, 6, 8)


def test_arguments_unchanged(student, reference, rng, agree, process):
    """The maps are left as they were, and a second call gives the same answer."""
    Judge("global_avg_pool", student, reference, agree).unchanged(process, decimals(rng, 4, 6, 5))


def test_again(student, reference, rng, agree, process):
    """Every call is answered from its own arguments, whatever came before; views and float32 are read correctly."""
    judge = Judge("global_avg_pool", student, reference, agree)
    judge.again(process, lambda: decimals(rng, 3, 7, 4))
    judge.layouts(process, decimals(rng, 3, 6, 5))
