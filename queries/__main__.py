"""Run the command line as ``python -m queries``."""

from queries.cli import main

if __name__ == "__main__":
    main()
