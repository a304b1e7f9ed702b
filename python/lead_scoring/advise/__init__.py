"""What to do about the rulebook, from the reports in the warehouse; `make advise`.

reports.py   reads the marts
score.py     does the score work?
history.py   open leads of past days, and what other points would make of their scores
search.py    points that explain more, one small step at a time
trial.py     are they better on leads that came later? Only then they are shown
changes.py   what to change
rules.py     each rule by itself
cuts.py      where should the cut be, and what if it moved?
command.py   all of it, in the terminal and as a page
"""
