"""`python -m tinhso.cli`."""

from tinhso.cli.main import main

main()
