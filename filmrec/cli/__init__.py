"""The command line: parse, open, call, show."""

import os

# Our matrices are small: BLAS threads win nothing on them, and on a busy machine they wait for
# each other ten times as long as the work takes. Training runs its members in threads instead.
# Numpy reads this when it is imported, so it is said before any command can do that.
for _blas in ("OPENBLAS", "OMP", "MKL"):
    os.environ.setdefault(f"{_blas}_NUM_THREADS", "1")
