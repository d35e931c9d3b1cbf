"""The command `papershelf`, which is also `python -m site_builder`."""

import signal


def main() -> None:
    """Load the command line and run it; Ctrl-C while it loads ends the process at once, without a word.

    There is nothing to tidy then, and a traceback through modules that load tells nobody anything.
    A process that was started to ignore Ctrl-C goes on ignoring it.
    """
    heard = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if heard:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from site_builder import cli

    if heard:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    cli.main()


if __name__ == "__main__":
    main()
