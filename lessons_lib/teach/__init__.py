"""The teacher's edition: a book, worksheets to print, and each plan as screens for the wall.

It is the web edition with the teacher's pages beside it. `taught` puts a plan (``data/plans``)
to its lesson and counts its minutes, `said` gathers what a class will say, `book`, `sheets` and
`wall` make the pages, and `building` writes the folder.
"""
