"""The dashboard: two worlds under one luck in a browser, Mesa's SolaraViz around them.

`opening` says what is played and against what, `track` keeps what a world was month by month, `pair` is the Mesa model
that SolaraViz steps; the other modules show it, and `server` serves it.
"""
