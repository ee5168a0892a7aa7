"""Settings of a site that serves its static files as production does: collected, hashed and compressed."""

import os
from pathlib import Path

from tests.settings import *  # noqa: F403 - all but these
from tests.settings import STORAGES

STATIC_ROOT = Path(os.environ["COLLECTED"])
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
WHITENOISE_USE_FINDERS = False
WHITENOISE_MAX_AGE = 0
