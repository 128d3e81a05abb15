"""Writes requirements.lock and requirements-dev.lock from the installed environment.

Walks the requirements that pyproject.toml names through the installed distributions, so that each
lock holds exactly what its side needs: names and versions, no index and no host.
"""

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]


def closure(seeds: list[str]) -> dict[str, str]:
    """Return canonical name -> installed version of the seeds and of all they need."""
    found: dict[str, str] = {}
    queue = [Requirement(seed) for seed in seeds]
    while queue:
        requirement = queue.pop()
        name = canonicalize_name(requirement.name)
        extras = requirement.extras or {""}
        if requirement.marker and not any(
            requirement.marker.evaluate({"extra": e}) for e in extras
        ):
            continue
        try:
            dist = distribution(name)
        except PackageNotFoundError:
            continue
        if name in found and not requirement.extras:
            continue
        found[name] = dist.version
        for line in dist.requires or []:
            child = Requirement(line)
            if child.marker is None or any(child.marker.evaluate({"extra": e}) for e in extras):
                child.marker = None
                queue.append(child)
    return found


def main() -> None:
    """Write both files."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    runtime = closure(project["dependencies"])
    everything = closure(project["dependencies"] + project["optional-dependencies"]["dev"])
    for filename, pins in (
        ("requirements.lock", runtime),
        ("requirements-dev.lock", everything),
    ):
        text = "".join(f"{name}=={version}\n" for name, version in sorted(pins.items()))
        assert not re.search(r"https?://|@", text)
        (ROOT / filename).write_text(text)


if __name__ == "__main__":
    main()
