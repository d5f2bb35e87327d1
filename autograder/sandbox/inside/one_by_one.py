"""Pools of workers where nothing can be started: the work is done one by one, in the order in which it was given.

Runs in the student's process.
"""

from __future__ import annotations

import concurrent.futures
import itertools
import multiprocessing
import multiprocessing.pool
from collections.abc import Callable, Iterable, Iterator
from typing import Any


class Pool:
    """`multiprocessing.Pool` and `multiprocessing.pool.ThreadPool`, with one worker: who calls."""

    def __init__(
        self,
        processes: int | None = None,
        initializer: Any = None,
        initargs: Iterable[Any] = (),
        *more: Any,
        **options: Any,
    ) -> None:
        if initializer is not None:
            initializer(*initargs)

    def apply(self, func: Callable[..., Any], args: Iterable[Any] = (), kwds: dict[str, Any] | None = None) -> Any:
        return func(*args, **(kwds or {}))

    def map(self, func: Callable[..., Any], iterable: Iterable[Any], chunksize: int | None = None) -> list[Any]:
        return list(map(func, iterable))

    def starmap(self, func: Callable[..., Any], iterable: Iterable[Any], chunksize: int | None = None) -> list[Any]:
        return list(itertools.starmap(func, iterable))

    def imap(self, func: Callable[..., Any], iterable: Iterable[Any], chunksize: int = 1) -> Iterator[Any]:
        return map(func, iterable)

    imap_unordered = imap

    def apply_async(self, *args: Any, **options: Any) -> Done:
        return Done(self.apply, *args, **options)

    def map_async(self, *args: Any, **options: Any) -> Done:
        return Done(self.map, *args, **options)

    def starmap_async(self, *args: Any, **options: Any) -> Done:
        return Done(self.starmap, *args, **options)

    def close(self) -> None:
        """Nothing is open."""

    terminate = join = close

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *exc: object) -> None:
        return None


class Done:
    """What an asynchronous call gives: the result, which is there already."""

    def __init__(
        self, work: Callable[..., Any], *args: Any, callback: Any = None, error_callback: Any = None, **options: Any
    ) -> None:
        self._error: Exception | None = None
        try:
            self._value = work(*args, **options)
        except Exception as error:
            self._error = error
        told = callback if self._error is None else error_callback
        if told is not None:
            told(self._value if self._error is None else self._error)

    def get(self, timeout: float | None = None) -> Any:
        if self._error is not None:
            raise self._error
        return self._value

    def wait(self, timeout: float | None = None) -> None:
        """It is done."""

    def ready(self) -> bool:
        return True

    def successful(self) -> bool:
        return self._error is None


class ProcessPoolExecutor(concurrent.futures.Executor):
    """`concurrent.futures.ProcessPoolExecutor`, without processes."""

    def __init__(self, max_workers: int | None = None, *more: Any, **options: Any) -> None:
        """How many workers are wanted makes no difference."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **options: Any) -> concurrent.futures.Future[Any]:
        future: concurrent.futures.Future[Any] = concurrent.futures.Future()
        try:
            future.set_result(fn(*args, **options))
        except Exception as error:
            future.set_exception(error)
        return future


def share_out_nothing() -> None:
    """From here on these are what student code imports."""
    for module, names in {
        multiprocessing: ("Pool",),
        multiprocessing.pool: ("Pool", "ThreadPool"),
    }.items():
        for name in names:
            setattr(module, name, Pool)
    concurrent.futures.ProcessPoolExecutor = ProcessPoolExecutor  # type: ignore[misc, assignment]
