"""What `pytest` needs in this folder: the fixture `student` is your module, loaded afresh for every check."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Make the marks of the public checks known, where convgrade is not installed."""
    config.addinivalue_line("markers", "question(name): the question a check belongs to")
    config.addinivalue_line("markers", "weight(n): the share of a check in its question's points")


@pytest.fixture
def student(request: pytest.FixtureRequest) -> ModuleType:
    """The module that the file of checks beside it is about: `test_convolution.py` looks at `convolution.py`."""
    path = Path(str(request.path)).with_name(request.path.name.removeprefix("test_"))
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None or not path.is_file():
        pytest.fail(f"{path.name} is missing: it has to lie beside {request.path.name}", pytrace=False)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
