"""`python -m lead_scoring <command>`."""

import sys

from lead_scoring.cli import main

sys.exit(main())
