"""
Imported first by the process that decoders are forked from, which it starts again with memory that the kernel gives
out in large pages (glibc): a fifth of decoding 10 MB, and a third of signing them, was to get pages of 4 KB. All
threads share it: each would reserve 64 MB of address space for itself, which is limited there.
"""

import os
import sys
from contextlib import suppress

TUNABLES = "GLIBC_TUNABLES"

if TUNABLES not in os.environ:
    os.environ[TUNABLES] = "glibc.malloc.hugetlb=1:glibc.malloc.arena_max=1"
    with suppress(OSError):
        os.execv(sys.executable, sys.orig_argv)  # noqa: S606 - it is this program
