"""`python -m dev <command>`: the commands of who works on the project."""

from __future__ import annotations

import sys

from lead_scoring.cli import Commands, run

# As in lead_scoring.cli: each command and the module that it is in.
COMMANDS = {
    "check": "checks",
    "lint-yaml": "lint_yaml",
    "mutants": "mutants",
    "evaluate": "evaluate",
    "bench": "bench.command",
    "demo": "demo.command",
    "lists": "lists",
    "audit": "audit",
    "sbom": "audit:run_sbom",
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 where all went well, 1 after one sentence on what to do."""
    return run(Commands("dev", "Work on lead scoring.", "dev", COMMANDS), arguments)


if __name__ == "__main__":
    sys.exit(main())
