"""`filmrec` and `python -m filmrec`."""

import sys


def main() -> None:
    try:
        from filmrec.cli.app import app

        app(prog_name="filmrec")
    except KeyboardInterrupt:
        # Before the command line is there to say it.
        sys.exit(130)


if __name__ == "__main__":
    main()
