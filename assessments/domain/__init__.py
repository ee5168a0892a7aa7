"""The rules: pure functions on frozen values, no clock, no database, no request."""
