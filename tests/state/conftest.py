import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from pause_world import opened, store  # noqa: F401  (the fixtures of several files here)
from reorganised_copies import quarter, review  # noqa: F401
