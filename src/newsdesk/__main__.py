"""`python -m newsdesk`: the same as the command."""

from newsdesk.cli.main import main

if __name__ == "__main__":
    main()
