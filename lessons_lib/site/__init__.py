"""The web edition: the lessons as pages that need nothing installed, live without a kernel.

`building` writes the folder. `cells` runs a lesson's cells to know which widget stands where,
`hosting` turns a widget into what its page needs without Python, `prose` turns the lessons' text
into HTML, `pages` puts pages together, `files` names and writes what they load, and `tracker`
keeps what the invented person's diary shows.
"""
