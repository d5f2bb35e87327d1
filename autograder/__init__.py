"""convgrade: marks exercises on convolutional networks. The engine; it knows no exercise by name."""

__version__ = "0.2.0.dev0"
