"""Warmed: importing this loads the renderer, once, in the server that a press's processes are forked from.

Pages are large trees that live until they are printed: looking for garbage among them every 700 objects
costs a fifth of the time and finds none.
"""

import gc
from contextlib import suppress

import pypdfium2  # noqa: F401 (what preflight looks at pages with)

from pipeline.errors import OutputError
from pipeline.reporting import pdf

gc.set_threshold(200_000)
with suppress(OutputError):  # the first page says why
    pdf.load()
