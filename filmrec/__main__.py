"""`filmrec` and `python -m filmrec`."""


def main() -> None:
    from filmrec.cli.app import app

    app(prog_name="filmrec")


if __name__ == "__main__":
    main()
