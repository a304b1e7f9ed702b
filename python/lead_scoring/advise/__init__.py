"""What to do about the rulebook, from the reports in the warehouse; `make advise`.

reports.py   reads the marts
score.py     does the score work?
rules.py     which rules earn their points?
cuts.py      where should the cut be, and what if it moved?
command.py   all of it, in the terminal and as a page
"""

from .command import add_parser, run

__all__ = ["add_parser", "run"]
