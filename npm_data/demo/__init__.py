"""A demonstration register: made-up records in the shape and size of the real thing.

Record-level data of the National Preventive Mechanism are not public. Where a figure is published,
these records give it exactly; everything else is invented, and so are all places.
"""

from npm_data.demo.frames import frames_of
from npm_data.demo.places import make_places
from npm_data.demo.plan import DATA_DATE
from npm_data.demo.recommendations import make_chains
from npm_data.demo.settle import settle_the_published_rate
from npm_data.demo.systemic import make_systemic_chains
from npm_data.demo.visits import make_visits
from npm_data.model.register import Register

__all__ = ["DATA_DATE", "DEFAULT_SEED", "generate"]

DEFAULT_SEED = 2016


def generate(seed: int = DEFAULT_SEED) -> Register:
    """The register of a seed: the same on every machine, in about two seconds."""
    places = make_places(seed)
    visits = make_visits(places, seed)
    chains = make_chains(places, visits, seed) + make_systemic_chains(seed)
    settle_the_published_rate(chains)
    return Register.validate(frames_of(places, visits, chains))
