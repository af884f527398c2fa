"""Views: tables that follow the journal, in a database of their own.

`job` carries a view's changes out, `rebuilding` makes its tables anew beside the old
ones, and `views` is what a host asks. All but `naming` need SQLAlchemy, which is the
extra `views`.
"""
