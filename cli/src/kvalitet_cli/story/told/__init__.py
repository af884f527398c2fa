"""What the demo tells, a table a chapter: each scene in Danish and in English.

What is filled in is the same in both languages.
"""
