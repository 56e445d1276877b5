"""
The process that decoders are forked from imports this first, and thereby starts again with memory in large pages
(glibc). With pages of 4 KB, a fifth of the time to decode 10 MB, and a third of the time to sign them, was spent on
getting pages. All threads share one arena: each would reserve 64 MB of the limited address space.
"""

import os
import sys
from contextlib import suppress

TUNABLES = "GLIBC_TUNABLES"

if TUNABLES not in os.environ:
    os.environ[TUNABLES] = "glibc.malloc.hugetlb=1:glibc.malloc.arena_max=1"
    with suppress(OSError):
        os.execv(sys.executable, sys.orig_argv)  # noqa: S606 - it is this program
