"""From a frozen record to everything that a report says; pure, without Django, a clock or a database."""
