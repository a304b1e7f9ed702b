"""`python -m dev <command>`: the commands of who works on the project."""

from __future__ import annotations

import argparse
import sys

from lead_scoring.cli import run

# As in lead_scoring.cli: each command and the module that adds it.
COMMANDS = {
    "check": "checks",
    "lint-yaml": "lint_yaml",
    "evaluate": "evaluate",
    "bench": "bench",
    "demo": "demo",
    "lists": "lists",
    "mutants": "mutants",
    "audit": "audit",
    "sbom": "audit",
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 where all went well, 1 after one sentence on what to do."""
    parser = argparse.ArgumentParser(prog="dev", description="Work on lead scoring.")
    return run(parser, "dev", COMMANDS, arguments)


if __name__ == "__main__":
    sys.exit(main())
