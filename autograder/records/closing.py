"""A base class for what is used in a ``with`` block and closed at its end."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Self


class Closing(ABC):
    """Closed at the end of a ``with`` block, however that ends."""

    @abstractmethod
    def close(self) -> None:
        """Let go of what it holds. A second call does nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()
