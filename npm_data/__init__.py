"""Kazakhstan's National Preventive Mechanism (NPM): its register, measures and their display."""

import os

# Frames here have some hundred rows. The engine that Polars takes by itself hands each to a pool of
# threads, which costs a fifth of the processor; at national size an import takes the same time.
os.environ.setdefault("POLARS_ENGINE_AFFINITY", "in-memory")
