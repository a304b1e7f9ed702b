"""What people do instead: everything from scratch, every time.

Each computes the same part of a score, so that they can be compared: for each person the points of
the event rules that hold for all segments, before the limits of rule groups. That takes the copies
of events, machines and bursts, identity, caps, decay and expiry, but no attributes.

    common.py        the rulebook and who is one person, as both scripts read them
    with_pandas.py   a pandas script
    with_polars.py   a polars script
    naive.py         a dbt project with one model that rescores all raw events in one go
"""
