"""Logs: one JSON object a line where machines read them, plain lines in the trial."""

import re
from typing import Any

import structlog

_LINK = re.compile(r"(/invitations|/calendars|/password/new/[^/\s]+)/[^/\s]+")


def without_links(_logger: object, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Take the secret out of an address that holds one: it was not given to who reads the logs."""
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = _LINK.sub(r"\1/…", value)
    return event


def configured_logs(*, plain: bool, level: str) -> dict[str, Any]:
    """Set structlog up and return Django's LOGGING; both end in the same lines on standard error."""
    renderer: Any = structlog.dev.ConsoleRenderer(colors=False)
    if not plain:
        renderer = structlog.processors.JSONRenderer(sort_keys=True)
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        without_links,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    line = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        "foreign_pre_chain": shared,
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": line},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        # These two bring handlers of their own; with ours each line would stand twice.
        "loggers": {
            "django": {"handlers": [], "level": "NOTSET", "propagate": True},
            "django.server": {"handlers": [], "level": "NOTSET", "propagate": True},
        },
    }
