"""One class for each form: what may be typed, its shape and its limits. Legal rules are the commands' own."""
