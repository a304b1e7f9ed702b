"""`make roles`: who may build and who may read what in a Postgres database."""
