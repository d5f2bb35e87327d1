"""The numbers of `shapes`: the shared sheet, and sheets drawn for one student.

The functions of this assignment are the same for everybody; they are judged on drawn sizes anyway. Personal is the
network at its end, which a student traces with those functions: `network_sizes`, `network_parameters` and
`network_field`. Every drawn network has the same layers, and the stride leaves a remainder in the same one of them, the
second convolution.
"""

import json

SHARED = {"size": 30, "filters": (6, 12), "kernels": (5, 4)}

TELLING = ("network_sizes", "network_parameters")


def draw(rng):
    """A student's parameters, with the keys of `SHARED`."""
    for _ in range(10_000):
        parameters = {
            "size": _integer(rng, 24, 73),
            "filters": (_integer(rng, 4, 10), _integer(rng, 10, 21)),
            "kernels": ((3, 5, 7)[_integer(rng, 0, 3)], (3, 4, 5)[_integer(rng, 0, 3)]),
        }
        if _is_good(parameters):
            return parameters
    raise RuntimeError("no network of this kind was found: the conditions contradict each other")


def answers(parameters):
    """The right answer to every personal question."""
    one, other = parameters["filters"]
    k1, k2 = parameters["kernels"]
    sizes = _sizes(parameters)
    field, jump = 1, 1
    for kernel, stride in ((k1, 1), (2, 2), (k2, 2), (2, 2)):
        field, jump = field + (kernel - 1) * jump, jump * stride
    return {
        "network_sizes": sizes,
        "network_parameters": one * (k1 * k1 + 1) + other * (one * k2 * k2 + 1) + 10 * (other * sizes[-1] ** 2 + 1),
        "network_field": field,
    }


def render(source, student, parameters):
    """``source`` with the shared network replaced by this sheet's, and the student's id in it."""
    source = source.replace(text(SHARED), text(parameters))
    return source.replace('STUDENT_ID = ""', f"STUDENT_ID = {json.dumps(student, ensure_ascii=False)}")


def text(parameters):
    """The lines of the handout that hold a sheet's numbers. They stand in the shared stub word for word."""
    one, other = parameters["filters"]
    k1, k2 = parameters["kernels"]
    return f"""\
#   input   1 x {parameters["size"]} x {parameters["size"]}
#   conv    {one} filters, kernel {k1}, stride 1, padding 0
#   pool    window 2, stride 2
#   conv    {other} filters, kernel {k2}, stride 2, padding 1
#   pool    window 2, stride 2
#   linear  from everything that is left to 10 outputs"""


def _sizes(parameters):
    k1, k2 = parameters["kernels"]
    first = parameters["size"] - k1 + 1
    second = (first // 2 + 2 - k2) // 2 + 1
    return [first, first // 2, second, second // 2]


def _is_good(parameters):
    """A remainder in the second convolution only, four different sizes, and not the shared network's answers."""
    first, pooled, second, last = _sizes(parameters)
    remainders = first % 2, (pooled - parameters["kernels"][1]) % 2, second % 2
    right, shared = answers(parameters), answers(SHARED)
    return (
        remainders == (0, 1, 0) and last >= 2 and right != shared and right["network_sizes"] != shared["network_sizes"]
    )


def _integer(rng, low, high):
    return int(rng.integers(low, high))
