"""The diary: two weeks that a learner can trust.

Where to look, from the inside out; a room knows those above it and none below:

- here: `errors` (what went wrong, as a sentence), `facts` (what the diary knows), and the rules,
  which are computed from facts and touch no file: `programme` (what is asked on which day), `diary`
  (which day it is, what became of each, what adds up), `gate` (the safety check), `review`.
- `disk`: files that are private and whole, who has them open, backups; `place`: where they lie.
- `store`: the database; every read and every write of the learner goes through `store.Store`.
- `archive`: a diary as a whole: copies made by themselves, their proof, export, import, restore,
  deleting it all.
- `takeaway`: what leaves for people and programs that are not ours: a page, tables, reminders,
  FHIR.
- `persona`: an invented person, who lives through the same doors.
"""
