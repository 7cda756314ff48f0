"""What can go wrong through no fault of the code."""


class InputError(ValueError):
    """What a person wrote cannot be used: one sentence with file, line, field, found, allowed (exit 2)."""


class EnvironmentProblem(RuntimeError):
    """The machine cannot do it: disk, memory, a missing tool (exit 3)."""
