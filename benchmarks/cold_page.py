"""The pages of a report, made by a process that does nothing else.

python benchmarks/cold_page.py JOB, where JOB is a file with a pickled RenderJob
"""

import pickle
import sys
from pathlib import Path

from bsc_audit.render.job import render_here

print(len(render_here(pickle.loads(Path(sys.argv[1]).read_bytes()))))
