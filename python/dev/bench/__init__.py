"""The benchmark: the product beside the floor and beside what people do instead; `make bench`.

sizes.py, data.py     the inputs: generated, written as a warehouse gets its files
measure.py            one program: wall time, processor time, peak memory
machine.py            what it ran on
floor/                the same scores by hand-written SQL, and plain scans of the events
instead/              one naive dbt model, a pandas script and a polars script
agreement.py          whether all of them come to the same points
runs.py               the product: first build, next day, edited rulebook, a year of history
trial.py              all of it for one input
figures.py            ratios, exponents, and the aims
terminal.py, pages.py, pictures.py   the table, docs/benchmarks.md and its pictures
"""
