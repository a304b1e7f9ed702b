"""`python -m lead_scoring.bench.floor`."""

import sys

from . import main

sys.exit(main(sys.argv[1:]))
