"""Stand-ins: what a student's ``import`` finds for a library that the exercise does not use.

An import that is never used costs nothing; a call tells why it does not work. These live in the student's process and are for its
messages: what keeps libraries away is that they are not loaded, and that nothing can be opened.
"""

from __future__ import annotations

import contextlib
import types
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any, NoReturn

from autograder.sandbox.inside.tripwires import RuleViolation

KNOWN = frozenset(
    "scipy torch torchvision torchaudio cv2 skimage sklearn tensorflow keras jax jaxlib pandas PIL requests imageio mxnet cupy theano h5py "
    "sympy tinygrad onnx onnxruntime timm einops torchmetrics lightning pytorch_lightning fastai kornia albumentations imgaug statsmodels "
    "xgboost lightgbm nltk transformers datasets accelerate huggingface_hub kaggle gdown dask xarray polars pyarrow networkx bs4 psutil "
    "pyfftw numexpr bottleneck opt_einsum autograd chainer paddle mindspore flax optax haiku equinox tensorflow_datasets tensorflow_hub "
    "mnist mlxtend pycuda pyopencl triton mahotas SimpleITK nibabel pydicom imutils pywt torch_geometric einx lovely_tensors".split()
)
"""Libraries that students import out of habit. They are there in name."""
DATA = frozenset(
    "pandas requests imageio h5py kaggle gdown huggingface_hub datasets xarray polars pyarrow networkx bs4 psutil mnist statsmodels".split()
)
"""Those among them that fetch, load and tabulate: no exercise is done by them."""
LENIENT = frozenset(
    "numba joblib jaxtyping beartype typeguard nptyping torchtyping line_profiler memory_profiler pyinstrument typing_extensions pytest "
    "hypothesis".split()
)
"""Libraries that make code faster, or check and measure it: without them it does the same."""
DECORATORS = frozenset(
    "no_grad inference_mode enable_grad jit njit vmap function compile script script_if_tracing ignore export custom_jit".split()
)
"""Names in absent libraries by which functions are decorated: a function stays what it is."""
_SETTINGS = frozenset(
    "manual_seed manual_seed_all set_seed seed set_printoptions set_default_dtype set_default_device set_num_threads setNumThreads "
    "set_option use_deterministic_algorithms filterwarnings set_verbosity setLevel set_visible_devices set_memory_growth".split()
)
"""Names in absent libraries that only set something: nothing is there to be set."""
_NO = frozenset("is_tensor is_available is_built is_grad_enabled is_initialized is_gpu_available".split())
"""Questions to absent libraries whose answer is no."""
_SHOWS = frozenset(
    "imread imwrite imsave imshow waitKey destroyAllWindows namedWindow cvtColor open fromarray device".split()
)
"""Names in absent libraries by which pictures come from files, go there, and are shown."""
HARMLESS = DECORATORS | _SETTINGS | _NO | _SHOWS
_OPERATORS = (
    "add radd sub rsub mul rmul matmul rmatmul truediv rtruediv floordiv rfloordiv mod rmod pow rpow neg pos abs lt le gt ge len iter next "
    "contains float int index enter exit".split()
)


class _Named:
    """Something of a library that is not there, by its dotted name."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(self)(f"{self._name}.{name}")

    def __getitem__(self, key: object) -> Any:
        return self  # an annotation: Tensor["batch"]

    def __or__(self, other: object) -> Any:
        return self

    __ror__ = __or__

    def _refuse(self, *args: object) -> NoReturn:
        library = self._name.partition(".")[0]
        raise RuleViolation(f"{self._name} is not available: this exercise is written without {library}.")


class Unusable(_Named):
    """It may be named (in annotations, in `isinstance`, as a decorator), not used."""

    def __call__(self, *args: object, **kwargs: object) -> Any:
        last = self._name.rpartition(".")[2]
        if last in DECORATORS:
            return args[0] if len(args) == 1 and not kwargs and _is_code(args[0]) else _as_it_is
        if last in _NO:
            return False
        if last in _SETTINGS:
            return None
        return self._refuse()

    def __mro_entries__(self, bases: object) -> NoReturn:
        self._refuse()

    def __instancecheck__(self, value: object) -> bool:
        return False

    def __subclasscheck__(self, kind: type) -> bool:
        return False


def _refusal(self: Unusable, *args: object) -> NoReturn:
    self._refuse()


for _operator in _OPERATORS:
    setattr(Unusable, f"__{_operator}__", _refusal)


class Passing(_Named):
    """Something of a library without which code does the same: a decorator that changes nothing, a type that anything is of."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        last = self._name.rpartition(".")[2]
        if last in _DOES:
            return _DOES[last](*args, **kwargs)
        if last in ("stencil", "guvectorize"):
            self._refuse()
        return args[0] if len(args) == 1 and not kwargs and _is_code(args[0]) else self

    def __mro_entries__(self, bases: object) -> tuple[type, ...]:
        return ()

    def __instancecheck__(self, value: object) -> bool:
        return True

    def __subclasscheck__(self, kind: type) -> bool:
        return True

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *exc: object) -> None:
        return None


class _Library(ModuleType):
    """A library that is not there: every name in it is, as a thing of one kind."""

    _kind: type[_Named]
    __version__ = "0"
    """Printed by half of all notebooks."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._kind(self.__name__), name)


class Absent(_Library):
    """Using anything of it raises."""

    _kind = Unusable


class Lenient(_Library):
    """Without it code does the same, only slower or unchecked."""

    _kind = Passing


def _vectorize(*args: Any, **kwargs: Any) -> Any:
    import numpy as np

    return np.vectorize(args[0]) if len(args) == 1 and isinstance(args[0], types.FunctionType) else np.vectorize


class _OneByOne:
    """joblib's `Parallel`, with one worker."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        """How many workers are wanted makes no difference."""

    def __call__(self, tasks: Iterable[tuple[Callable[..., Any], Any, Any]]) -> list[Any]:
        return [function(*args, **kwargs) for function, args, kwargs in tasks]

    def __enter__(self) -> _OneByOne:
        return self

    def __exit__(self, *exc: object) -> None:
        return None


def _delayed(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *args, **kwargs: (function, args, kwargs)


_DOES: dict[str, Callable[..., Any]] = {
    "Parallel": _OneByOne,
    "delayed": _delayed,
    "prange": range,
    "vectorize": _vectorize,
    "List": list,
    "Dict": dict,
    "cast": lambda kind, value: value,
    "raises": lambda *kinds, **options: contextlib.suppress(*kinds),
    **dict.fromkeys(("get_num_threads", "cpu_count", "effective_n_jobs"), lambda *args: 1),
}
"""What does something in these libraries, and with what else it is done."""


def _as_it_is(function: Any) -> Any:
    return function


def _is_code(value: object) -> bool:
    """Whether the value is what decorators are put on."""
    return isinstance(value, (types.FunctionType, types.MethodType, type, staticmethod, classmethod, property))
