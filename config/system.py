"""What the machine must bring: libraries and fonts for PDF, and for tests a browser and PDF tools.

As root on Debian what is missing is installed; otherwise the exact command is printed and the exit code is 1.
Run: `python -m config.system run|test`.
"""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
FONTS = {
    "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf": "fonts-noto-core",
    "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf": "fonts-noto-color-emoji",
}
PROGRAMS = {"chromium": "chromium", "pdfsig": "poppler-utils", "qpdf": "qpdf", "xgettext": "gettext"}


def missing_packages(purpose: str) -> list[str]:
    """Debian packages still to install. In: `purpose`, "run" or "test"."""
    missing = [package for library, package in LIBRARIES.items() if not ctypes.util.find_library(library)]
    if Path("/etc/debian_version").exists():
        missing += [package for path, package in FONTS.items() if not Path(path).exists()]
    if purpose == "test":
        missing += [package for program, package in PROGRAMS.items() if not shutil.which(program)]
    return missing


def main(purpose: str) -> int:
    """Install what is missing, or say how. Out: 0 when nothing is missing afterwards, else 1."""
    missing = missing_packages(purpose)
    if not missing:
        return 0
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *missing]
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print(f"Missing on this machine: {', '.join(missing)}. Please run, then try again:", file=sys.stderr)  # noqa: T201
        print(f"    sudo apt-get update && sudo {' '.join(install)}", file=sys.stderr)  # noqa: T201
        return 1
    print(f"Installing {', '.join(missing)} ...", flush=True)  # noqa: T201
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q"], env=env, stdout=subprocess.DEVNULL, check=False)  # noqa: S607
    done = subprocess.run(install, env=env, stdout=subprocess.DEVNULL, check=False)  # noqa: S603
    if done.returncode or (still := missing_packages(purpose)):
        names = ", ".join(missing if done.returncode else still)
        print(f"Could not install {names}: see the messages above.", file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "run"))
