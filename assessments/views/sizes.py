"""How large files are, as pages write it."""

UNITS = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB"))


def in_bytes(size: int) -> str:
    """Write a size with at most one decimal: 312 bytes, 40 kB, 1.2 MB."""
    for least, unit in UNITS:
        if size >= least:
            return f"{size / least:.1f}".removesuffix(".0") + f" {unit}"
    return "1 byte" if size == 1 else f"{size} bytes"
