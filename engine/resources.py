"""Where drawings and letter templates lie: beside the code in a checkout, inside the package in a wheel."""

import os
from pathlib import Path

_HERE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder of drawings, letter templates or lessons (`teaching`); FileNotFoundError when it is nowhere."""
    for base in (os.environ.get("MINGDA_DATA_DIR"), _HERE / "_data", _HERE.parent):
        if base and (Path(base) / name).is_dir():
            return Path(base) / name
    raise FileNotFoundError(name)


def fonts(configured: Path | None = None) -> Path:
    """Where `script/setup` put the letter fonts, unless the settings name another folder."""
    return configured or _HERE.parent / "build" / "fonts"


def build_folder() -> Path:
    """Where the checkout keeps what it makes: databases of the demo, letters, screenshots; git ignores it."""
    return _HERE.parent / "build"
