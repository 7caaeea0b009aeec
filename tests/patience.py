"""How long a test waits for what does not come.

Work is given no time: a test waits for its end, on a machine of any speed. This bounds only what
stands still, so that a test that hangs is told by its name.
"""

STANDS_STILL_SECONDS = 150
