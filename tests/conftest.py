"""Settings every test shares: property tests draw the same examples on every machine and run."""

from hypothesis import settings

settings.register_profile("nayose", derandomize=True, deadline=None)
settings.load_profile("nayose")
