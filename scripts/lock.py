"""Renews the lock files: versions and hashes, and no addresses."""

import json
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
NODE = ROOT / ".venv/node"
UV = [
    *(ROOT / ".venv/bin/uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate"),
    "--upgrade",
]


def main() -> None:
    python("requirements.lock", "pyproject.toml")
    python("requirements-build.lock", "--group", "build", "-c", "requirements.lock")
    python(
        "requirements-dev.lock",
        *("pyproject.toml", "--group", "dev", "-c", "requirements.lock", "-c", "requirements-build.lock"),
    )
    npm = NODE / "lib/node_modules/npm/bin/npm-cli.js"
    path = f"{NODE / 'bin'}:{os.environ['PATH']}"
    subprocess.run(
        [NODE / "bin/node", npm, "install", "--package-lock-only", "--silent"],
        cwd=ROOT / "client",
        env={**os.environ, "PATH": path},
        check=True,
    )
    forget_funding(ROOT / "client/package-lock.json")


def python(lock: str, *sources: str) -> None:
    subprocess.run([*UV, *sources, "--output-file", lock], cwd=ROOT, check=True)


def forget_funding(lock: Path) -> None:
    """npm notes where to send money, which are addresses after all."""
    content = json.loads(lock.read_text())
    for package in content["packages"].values():
        package.pop("funding", None)
    lock.write_text(json.dumps(content, indent=2) + "\n")


if __name__ == "__main__":
    main()
