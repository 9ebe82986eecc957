"""`python -m engine` is the `mingda` command."""

from engine.cli import main

main()
