"""What an inspector downloads over a rural signal stays small: weighed in the built app, file by file."""

from bench.tablet_size import APP, JAVASCRIPT_AIM, SHELL_AIM, javascript, shell


def test_the_javascript_of_the_app_weighs_at_most_200_kilobytes_gzipped() -> None:
    assert javascript(shell()) <= JAVASCRIPT_AIM


def test_the_whole_shell_weighs_at_most_600_kilobytes() -> None:
    parts = shell()
    assert sum(part.sent for part in parts) <= SHELL_AIM


def test_every_file_of_the_built_app_is_weighed() -> None:
    built = {path.relative_to(APP).as_posix() for path in APP.rglob("*") if path.is_file()}
    assert {part.name for part in shell()} == built
