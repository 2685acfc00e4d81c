"""What lies in the diary's folder.

`files` writes privately and whole and reads with suspicion, `lease` says who has it open, `copies`
takes a database out as bytes, `backups` keeps them, `strict_json` reads JSON from strangers.
"""
