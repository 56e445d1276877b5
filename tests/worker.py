"""`python -m tests.worker ADDRESS …` does what `python …` does, in a fork of the process there (tests/program.py)."""

import os
import signal
import sys
from pathlib import Path

from tests.program import Program

signal.signal(signal.SIGINT, signal.SIG_IGN)  # the fork has it, too
sys.exit(Program(sys.argv[1], sys.argv[2:], dict(os.environ), Path.cwd(), [0, 1, 2]).wait())
