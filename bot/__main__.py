"""`python -m bot` is `soglia`."""

from bot.cli import main

if __name__ == "__main__":
    main()
