"""What authors run: ``python -m authoring COMMAND [options]``."""

import sys
from importlib import import_module

# Each command is a module with `main(argv) -> int`, imported only when it is asked for.
COMMANDS = {
    "check": ("authoring.structure", "look for what is wrong in the notebooks"),
    "store": ("authoring.storing", "run all notebooks and store them with their outputs"),
    "draw": ("authoring.pictures", "draw the stages of the explorers, and images/"),
    "pages": ("authoring.pages", "write the glossary and the list of all sources"),
    "sheets": ("authoring.sheets", "write the exercises as data, for pages without Python"),
    "due": ("authoring.due", "say which tables are due for another look"),
    "remember": ("authoring.remembering", "keep the lessons' texts for who will work in them"),
    "lock": ("authoring.lock", "renew requirements.lock"),
}


def usage() -> str:
    """What the command line understands, in words."""
    rows = [f"  {name:<9}{purpose}" for name, (_, purpose) in COMMANDS.items()]
    return "\n".join(
        [
            "usage: python -m authoring COMMAND [options]",
            "",
            "commands:",
            *rows,
            "",
            "python -m authoring COMMAND --help says more about one of them.",
        ]
    )


def main(argv: list[str]) -> int:
    """Run one command.

    Args:
        argv: the command's name, then its own arguments.

    Returns:
        The exit code: 0 when all is well, 2 when the command is not known, else the command's.
    """
    if not argv or argv[0] in {"-h", "--help", "help"}:
        print(usage())
        return 0
    name, *rest = argv
    if name not in COMMANDS:
        print(f"There is no command {name!r}.\n\n{usage()}", file=sys.stderr)
        return 2
    module, _ = COMMANDS[name]
    code: int = import_module(module).main(rest)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
