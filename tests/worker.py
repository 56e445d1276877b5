"""`python -m tests.worker ADDRESS …` does as `python …`, in a fork of the process at ADDRESS (tests/program.py)."""

import os
import signal
import sys
from pathlib import Path

from tests.program import Program

signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the fork as well, which reports its end
sys.exit(Program(sys.argv[1], sys.argv[2:], dict(os.environ), Path.cwd(), [0, 1, 2]).wait())
