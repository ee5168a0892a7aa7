"""How fast it is. One module for each measurement, with a function `measure() -> list[Figure]`."""
