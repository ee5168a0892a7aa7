"""How days, times and numbers are written, where that differs from Django's own way for a language."""
