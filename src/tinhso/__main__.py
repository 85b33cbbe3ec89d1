"""`python -m tinhso`: the command line."""

from tinhso.cli.main import main

main()
