"""Threat 16: exceptions at the left margin that raise again whenever something looks at them: at their text, their class, their traceback.

At: detects, sizes, design
Earns: detects
"""


class Hidden(BaseException):
    def __str__(self):
        raise self

    __repr__ = __str__

    @property
    def __traceback__(self):
        raise KeyboardInterrupt

    @property
    def __class__(self):
        return SystemExit


def _raised():
    error = Hidden()
    error.__context__ = error.__cause__ = error
    raise error


sizes = _raised()
raise BaseExceptionGroup("of all", [Hidden(), KeyboardInterrupt()])
design = _raised()
detects = "vertical edges"
