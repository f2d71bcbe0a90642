"""The encoder keeps to this computer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_library_leaves_no_number_for_this_computer_and_no_reports(tmp_path):
    # A bare environment: on build servers the library keeps still by itself.
    bare = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    made = "from reader.nlp.encoder import Encoder; assert Encoder().encode('A bridge.').states.any()"
    subprocess.run([sys.executable, "-B", "-c", made], env=bare, cwd=ROOT, check=True)
    assert list(tmp_path.rglob("*")) == []
