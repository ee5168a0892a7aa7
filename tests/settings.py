"""The product's settings in a home of this test session's own.

The home is made here, before the settings are read: with it come the embedded database's socket, the
queue, the files and the keys. The processes of a parallel run inherit it, and each has a folder in it.
"""

import os
import tempfile
from pathlib import Path

SESSION_HOME = "HONEST_PILOT_TEST_HOME"

if SESSION_HOME not in os.environ:
    home = Path(tempfile.mkdtemp(prefix="honest-pilot-test-"))
    home.chmod(0o711)  # for root, whose PostgreSQL runs as another user
    os.environ[SESSION_HOME] = str(home)

PROCESS_HOME = Path(os.environ[SESSION_HOME]) / os.environ.get("PYTEST_XDIST_WORKER", "alone")
for folder in ("media", "queue", "keys"):
    (PROCESS_HOME / folder).mkdir(parents=True, exist_ok=True)

os.environ.update(
    HONEST_PILOT_HOME=os.environ[SESSION_HOME],
    MEDIA_ROOT=str(PROCESS_HOME / "media"),
    QUEUE_DIR=str(PROCESS_HOME / "queue"),
    SIGNING_KEY_DIR=str(PROCESS_HOME / "keys"),
    DATABASE_POOL_SIZE="0",
    CACHE_URL="locmemcache://",
    EMAIL_URL=os.environ.get("TEST_EMAIL_URL", "memorymail://"),
    TRIAL="true",
)

from config.settings import *  # noqa: E402, F403 - the environment first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
