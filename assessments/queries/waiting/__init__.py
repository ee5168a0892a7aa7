"""What waits for whom in a project, worked out from its rounds and its people; written nowhere here."""

from .project import SOURCES, waiting_in
from .team import Waiting, Work

__all__ = ["SOURCES", "Waiting", "Work", "waiting_in"]
