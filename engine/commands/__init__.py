"""One function for each thing that a person, or the calendar, can do. Only commands open a transaction."""
