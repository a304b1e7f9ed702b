"""`make erase`: removes a person from the warehouse and from all that is kept beside it."""
