"""Your own walk: from a file of joint angles to hamstrings, pelvis and back.

`reading` makes a sheet of columns out of a file, `recording` finds the joints in it and turns the
signs, `strides` cuts it, `chain` puts the models of the course to it, for a body of the size that
`size` knows, and `invented` has three walkers for who has no file.
"""
