"""The web edition: the lessons as pages that need nothing installed, live without a kernel.

`building` writes the folder. `cells` runs a lesson's cells to know which widget stands where,
`hosting` turns a widget into what its page needs without Python, `ahead` has that computed on all
cores, `prose` turns the lessons' text into HTML, `pages` puts pages together, `files` names and
writes what they load, and `recorded` keeps what the invented person's diary shows.
"""
