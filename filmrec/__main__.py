"""`filmrec` and `python -m filmrec`."""

import gc
import sys

# Hardly anything that a command makes is garbage before it ends: looking for it every 700 objects
# takes a tenth of the start-up.
OBJECTS_BETWEEN_LOOKS = 50_000


def main() -> None:
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS)
    try:
        from filmrec.cli.app import app

        app(prog_name="filmrec")
    except KeyboardInterrupt:
        # Before the command line is there to say it.
        sys.exit(130)
    finally:
        # Nor is it worth a last look: all of it goes with the process.
        gc.freeze()


if __name__ == "__main__":
    main()
