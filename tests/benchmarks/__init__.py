"""Quality and speed, printed as tables."""

import os

# As the program does, and before numpy is imported: see filmrec/cli/__init__.py.
for _blas in ("OPENBLAS", "OMP", "MKL"):
    os.environ.setdefault(f"{_blas}_NUM_THREADS", "1")
