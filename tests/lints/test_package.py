"""What is installed is whole: every file that the rooms hold beside code goes along."""

import subprocess
import tomllib

from tests.lints.sources import PACKAGES, ROOT


def test_every_file_beside_the_code_is_packaged() -> None:
    """A file that is read at run time and left out is missed by installed shops alone."""
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
    packaged = {
        path.relative_to(ROOT).as_posix()
        for package, patterns in tools["package-data"].items()
        for pattern in patterns
        for path in ROOT.joinpath(*package.split(".")).glob(pattern)
    }
    listed = subprocess.run(
        ["git", "ls-files", "-z", *PACKAGES], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    beside = {name for name in listed.split("\0") if name and not name.endswith((".py", ".md"))}
    assert "domain/understanding/lexicon/words.toml" in beside
    assert beside - packaged == set()
