"""`python -m dev.bench.floor`."""

import sys

from . import main

sys.exit(main(sys.argv[1:]))
