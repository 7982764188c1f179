"""What the log tells of a failure nobody foresaw: where in the code, and never with which values."""

from traceback import extract_tb


def where_it_failed(error: BaseException) -> str:
    """Return the kinds of the failure and of its causes, with file, line and function of each step.

    The message is left out: that of a ``ValueError`` quotes the value, which may be a name or a birth date.
    """
    lines: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(lines) < 200:
        lines.append(type(cause).__qualname__)
        lines += [f"  {step.filename}:{step.lineno} {step.name}" for step in extract_tb(cause.__traceback__)]
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines)
