"""Where files are kept, as entries of STORAGES: a folder here, or a bucket elsewhere."""

from pathlib import Path
from typing import Any

IN_MEMORY = 1_000_000
"""Bytes of a file from a bucket; what is larger waits on disk."""


def in_a_folder(folder: Path) -> dict[str, Any]:
    """Files on this machine, out of the web server's reach; it has no address for them."""
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": folder, "base_url": None, "directory_permissions_mode": 0o750},
    }


def in_a_bucket(
    bucket: str, *, endpoint: str, region: str, access_key: str, secret_key: str, folder: str
) -> dict[str, Any]:
    """A bucket of S3, or of a server that speaks like it at `endpoint`; needs the extra "s3".

    Without keys they are looked for where Amazon's own programs look. Nothing is ever made public: files
    come through our own door.
    """
    from boto3.s3.transfer import TransferConfig  # noqa: PLC0415 - not installed where no bucket is used
    from botocore.config import Config  # noqa: PLC0415 - likewise

    style = {"addressing_style": "path"} if endpoint else {}
    options = {
        "bucket_name": bucket,
        "endpoint_url": endpoint or None,
        "region_name": region or None,
        "access_key": access_key or None,
        "secret_key": secret_key or None,
        "location": folder,
        "default_acl": None,
        "file_overwrite": False,
        "max_memory_size": IN_MEMORY,
        # One part after the other: ten at once would take ten times the memory.
        "transfer_config": TransferConfig(use_threads=False),
        "client_config": Config(
            connect_timeout=5, read_timeout=30, retries={"max_attempts": 3}, s3=style or None
        ),
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
