"""Libraries that are not there where work is graded: what people write with them works as far as it does no part of the exercise."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autograder.course import Limits, Rules
from autograder.sandbox import Sandbox
from tests.support.student_process import QUICK, py, running, started


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with started(Rules(libraries=("numpy",), forbidden=("numpy.convolve",)), QUICK) as made:
        yield made


def test_every_form_of_a_progress_bar(sandbox: Sandbox) -> None:
    text = """
        from tqdm import tqdm, trange, tqdm_notebook
        from tqdm.auto import tqdm as auto
        from tqdm.notebook import tqdm as notebook, trange as notebook_range
        from tqdm.contrib import tenumerate, tzip
        from tqdm.contrib.concurrent import thread_map
        import tqdm as whole
        from rich.progress import track
        from fastprogress import progress_bar

        def f():
            seen = []
            for i in whole.tqdm(range(2), desc="x", leave=False): seen.append(i)
            for i in whole.trange(2): seen.append(i)
            for i in trange(1, 3): seen.append(i)
            for i in notebook_range(1): seen.append(i)
            for i, x in tenumerate("ab"): seen.append(i)
            for a, b in tzip([7], [8]): seen.append(a + b)
            for i in track([5], description="x"): seen.append(i)
            for i in progress_bar([6]): seen.append(i)
            for i, x in enumerate(tqdm("ab", ascii=True)): seen.append(i)
            seen += list(auto(x for x in [1, 2])) + list(notebook(zip([1]), total=1)) + [sum(tqdm_notebook([4, 5]))]
            return seen

        def g():
            bar = tqdm(range(3))
            for i in bar:
                bar.set_description(f"step {i}"); bar.set_postfix(loss=0.1); bar.set_postfix_str("x"); bar.refresh()
            with tqdm(total=10, unit="B", unit_scale=True) as other:
                other.update(3); other.update()
                tqdm.write("said")
            other.close(); other.reset()
            with trange(3) as steps:
                for i in steps: steps.set_description_str("x")
            return [len(bar), other.n, other.total, i, bool(tqdm([])), tqdm([4, 5])[1]]
    """
    with running(sandbox, py(text)) as process:
        assert process.report.flags == ()
        assert process.module.f() == [0, 1, 0, 1, 1, 2, 0, 0, 1, 15, 5, 6, 0, 1, 1, 2, (1,), 9]
        assert process.module.g() == [3, 4, 10, 2, True, 5]


def test_figures_where_nothing_is_drawn(sandbox: Sandbox) -> None:
    text = """
        import matplotlib
        matplotlib.use("TkAgg")
        import matplotlib.pyplot as plt
        import seaborn as sns
        from mpl_toolkits.axes_grid1 import make_axes_locatable
        plt.ion(); plt.style.use("ggplot"); sns.set_theme()
        plt.rcParams["figure.figsize"] = (3, 3)
        figure, axes = plt.subplots()
        axes.imshow([[1]], cmap="gray").set_clim(0, 1)
        figure, (left, right) = plt.subplots(1, 2, figsize=(8, 3), sharey=True)
        figure, axes = plt.subplots(2, 3)
        axes[0, 1].plot([1]); axes.flat[0].set_title("x")
        count = sum(1 for panel in axes.ravel())
        figure, grid = plt.subplots(1, 1, squeeze=False)
        shape = grid.shape
        n, bins, patches = plt.hist([1, 2])
        line, = plt.plot([1, 2])
        low, high = plt.ylim()
        image = plt.imshow([[1]]); plt.colorbar(image, ax=left); plt.tight_layout(); plt.savefig("x.png"); plt.show()
        told = f"{high - low:.2f}"
        for panel, name in zip(axes.flatten(), "abcdef"):
            panel.set_title(name)
        def f():
            plt.figure(); plt.subplot(1, 2, 1); plt.close("all")
            return [count, list(shape)]
    """
    with running(sandbox, py(text)) as process:
        assert process.report.flags == ()
        assert process.module.f() == [6, [1, 1]]


def test_what_makes_code_faster_or_checks_it_changes_nothing(sandbox: Sandbox) -> None:
    text = """
        import numpy as np
        import numba as nb
        from numba import njit, prange, jit, vectorize
        from numba.typed import List
        from jaxtyping import Float, Array, jaxtyped
        from beartype import beartype, BeartypeConf
        from typeguard import typechecked
        from line_profiler import profile

        @njit(parallel=True, fastmath=True)
        def count(n):
            total = 0
            for i in prange(n):
                total += i
            return total

        @nb.njit
        def plain(x): return x

        @jit("float64(float64)", nopython=True)
        def with_signature(x): return x

        @nb.jit(nb.float64[:](nb.float64[:], nb.int64))
        def with_types(a, n): return a

        @vectorize(["float64(float64)"])
        def square(x): return x * x if x > 0 else 0

        @jaxtyped(typechecker=beartype)
        def shaped(x: Float[np.ndarray, "h w"]) -> Float[Array, ""]:
            assert isinstance(x, Float[np.ndarray, "h w"])
            return x.sum()

        @beartype(conf=BeartypeConf(is_color=False))
        @typechecked
        @profile
        def f():
            a = np.array([1.0, -2.0])
            return [count(4), plain(1), with_signature(2.0), with_types(a, 1).tolist(), square(a).tolist(), float(shaped(np.eye(2)))]

        class Typed:
            @beartype
            def method(self, x: int) -> int: return x
            @staticmethod
            @njit
            def other(x): return x
    """
    with running(sandbox, py(text)) as process:
        assert process.report.flags == ()
        assert process.module.f() == [6, 1, 2.0, [1.0, -2.0], [1.0, 0.0], 2.0]
        assert process.module.Typed().method(3) == 3


def test_a_type_of_an_absent_library_may_be_named(sandbox: Sandbox) -> None:
    text = """
        import numpy as np, torch, jax.numpy as jnp
        import torch.nn as nn
        from torch import Tensor
        from typing import Optional, Union, List, Callable
        device = "cuda" if torch.cuda.is_available() else "cpu"
        torch.manual_seed(0)
        torch.backends.cudnn.benchmark = True

        def f(x: torch.Tensor | np.ndarray | None = None, y: Optional[Tensor] = None, z: List[Tensor] = (),
              g: Callable[[Tensor], Union[Tensor, jnp.ndarray]] = None) -> "Tensor":
            if torch.is_tensor(x) or isinstance(x, torch.Tensor) or isinstance(x, (Tensor, jnp.ndarray)):
                x = x.detach().numpy()
            return 3

        @torch.no_grad()
        def g(): return 4

        @torch.inference_mode()
        def h(): return 5
    """
    with running(sandbox, py(text)) as process:
        assert process.report.flags == ()
        assert [process.module.f(), process.module.g(), process.module.h()] == [3, 4, 5]


def test_work_that_is_shared_out_is_done_one_by_one(sandbox: Sandbox) -> None:
    text = """
        from joblib import Memory, Parallel, cpu_count, delayed
        from loguru import logger
        from tqdm.contrib.concurrent import process_map, thread_map

        @Memory("cache", verbose=0).cache
        def double(x, more=0):
            return 2 * x + more

        @logger.catch
        def f():
            logger.info("starts with {}", 3)
            shared = Parallel(n_jobs=-1)(delayed(double)(x, more=1) for x in range(3))
            with Parallel(n_jobs=cpu_count(), prefer="threads") as parallel:
                shared += parallel(delayed(double)(x) for x in range(2))
            return shared, thread_map(double, [1, 2], max_workers=2), process_map(double, [3])
    """
    with running(sandbox, py(text)) as process:
        assert process.module.f() == ([1, 3, 5, 0, 2], [2, 4], [6])
        assert process.report.flags == ()


def test_pools_of_the_standard_library_work_one_by_one(sandbox: Sandbox) -> None:
    text = """
        import multiprocessing as mp
        from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed
        from multiprocessing import Pool, cpu_count
        from multiprocessing.dummy import Pool as Threads
        from multiprocessing.pool import ThreadPool

        def double(x, more=0):
            return 2 * x + more

        def f():
            found = []
            with Pool(cpu_count()) as pool:
                found += pool.map(double, range(2)) + pool.starmap(double, [(1, 2)]) + [*pool.imap(double, [3])]
            for kind in (ThreadPool, mp.Pool, Threads):
                pool = kind(processes=2)
                waiting = [pool.apply_async(double, (4,), {"more": 1}), pool.apply_async(double, (5,), callback=found.append)]
                found += [each.get(timeout=1) for each in waiting]
                pool.close(); pool.join()
            for kind in (ProcessPoolExecutor, ThreadPoolExecutor):
                with kind(max_workers=2) as workers:
                    found += list(workers.map(double, [6])) + [each.result() for each in as_completed([workers.submit(double, 7)])]
            return found
    """
    with running(sandbox, py(text)) as process:
        assert process.module.f() == [0, 2, 4, 6, *[10, 9, 10] * 3, *[12, 14] * 2]
        assert process.refused == ()


@pytest.mark.parametrize(
    "use",
    [
        "torch.tensor([1])", "torch.zeros(3)", "torch.pi + 1", "len(torch.tensor)", "[x for x in torch.tensor]", "-torch.pi",
        "torch.nn.Conv2d(in_channels=1, out_channels=1, kernel_size=3)", "torch.device('cpu')",
    ],
)  # fmt: skip
def test_to_use_an_absent_library_says_that_it_is_not_there(sandbox: Sandbox, use: str) -> None:
    with (
        running(sandbox, f"import torch\ndef f():\n    return {use}\n") as process,
        pytest.raises(ImportError, match="is not available: this exercise is written without torch"),
    ):
        process.module.f()


@pytest.mark.parametrize(
    "text",
    [
        "try:\n    import cupy as np\nexcept ImportError:\n    import numpy as np\nx = np.zeros(3)\n",
        "try:\n    import numpy as np\nexcept ImportError:\n    import cupy as np\nx = np.zeros(3)\n",
        "import torch\ndef f(x: torch.Tensor) -> torch.Tensor:\n    return isinstance(x, torch.Tensor)\n",
        "import torch\n@torch.no_grad()\ndef f(): pass\ntorch.manual_seed(3)\nx = torch.cuda.is_available()\n",
    ],
)
def test_to_name_an_absent_library_is_not_suspicious(sandbox: Sandbox, text: str) -> None:
    with running(sandbox, text) as process:
        assert process.report.flags == ()


@pytest.mark.slow
def test_what_torch_assignments_can_do_without() -> None:
    """No window, no graphics card, no compiler for C++, no log for TensorBoard: what is asked of them changes nothing."""
    text = """
        import matplotlib
        matplotlib.use("TkAgg")
        import matplotlib.pyplot as plt
        plt.switch_backend("QtAgg")
        import torch
        from torch import nn
        from torch.utils.tensorboard import SummaryWriter
        from torchsummary import summary
        import torch.utils.tensorboard, torchinfo, wandb
        writer = SummaryWriter("runs/x")
        writer.add_scalar("loss", 0.1, 1)
        wandb.init(project="x")
        torch.set_default_device("cuda" if True else "cpu")
        model = torch.compile(nn.Linear(2, 2))
        model.compile()
        summary(model, (2,))
        torchinfo.summary(model)

        @torch.compile
        def double(x): return 2 * x

        @torch.compile(mode="reduce-overhead")
        def triple(x): return 3 * x

        def f():
            plt.subplots()
            return [float(double(torch.ones(1))), float(triple(torch.ones(1))), list(model(torch.ones(1, 2)).shape)]
    """
    rules = Rules(libraries=("numpy", "torch", "torchvision", "matplotlib", "PIL"))
    with started(rules, Limits(call_seconds=10.0, memory_mb=1024)) as sandbox, running(sandbox, py(text)) as process:
        assert process.report.flags == ()
        assert process.refused == ()
        assert process.module.f() == [2.0, 3.0, [1, 2]]
