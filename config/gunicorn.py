"""gunicorn in production; the trial has a web of its own (config/trial/services.py)."""

import os

bind = "0.0.0.0:8000"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "8"))
timeout = 60
graceful_timeout = 20
keepalive = 30  # Caddy keeps connections open
max_requests = 5000
max_requests_jitter = 500
worker_tmp_dir = "/dev/shm"  # noqa: S108 - a heartbeat file, not on a disk that may stall
control_socket_disable = True
forwarded_allow_ips = "*"  # only Caddy reaches this port
