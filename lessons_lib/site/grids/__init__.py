"""Every frame of a scene, computed beforehand: what moves a picture where there is no Python.

A frame is taken as a row of whole numbers, a *column* each: the coordinates of all moving artists
in the units of `lessons_lib.stage.live`, and indices into dictionaries of what texts can say
(`lessons_lib.site.grids.columns`). Most columns depend on few of the sliders. Each is stored once,
in one of two forms:

- as a *table* over the sliders on which it depends, as differences between neighbours
  (`lessons_lib.site.grids.tables`);
- *separated*, where its values are a sum of products of functions of one slider each. So are the
  parts of a body that turn about their joints, and all that slides along
  (`lessons_lib.site.grids.separable`).

`build` chooses, and takes nothing for granted: what it returns has been compared with frames.
The page's side is ``apps/web/host/grid.js``.
"""

from lessons_lib.site.grids.grid import Grid, TooLargeError, build

__all__ = ["Grid", "TooLargeError", "build"]
