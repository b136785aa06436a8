"""Public pages kept as they were drawn, and answered from there while they still hold.

Each kept page carries the generations of all that it shows. A row that changes raises its
generation in the same transaction (see `triggers.sql` in the migrations), and the one query that
finds a page compares them: so nothing has to be dropped in time, and no page is ever stale.
"""
