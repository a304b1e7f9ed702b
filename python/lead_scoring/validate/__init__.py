"""Great Expectations on the raw input and on the marts: the command `validate`.

The suites are data: validation/<stage>/<suite>.yml holds the expectations with their bounds, and
<suite>.sql beside it the query whose rows they are about.

    suites.py         reads and checks those files      results.py     results as people read them
    batches.py        runs the queries in DuckDB        terminal.py    ... in the terminal
    expectations.py   hands both to Great Expectations  data_docs.py   ... as Data Docs
"""
