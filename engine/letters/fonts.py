"""The typefaces of the letters: one closed chain for each style, and which characters it can print.

Pango quietly takes any font of the machine for a character the chain lacks. So the renderer is handed a fontconfig
configuration in which nothing but the chain exists, and the gate asks the same configuration what can be printed.
"""

import os
import subprocess
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from xml.sax.saxutils import escape

from weasyprint.text.fonts import FontConfiguration

from engine.errors import DisclosureError

Chain = tuple[str, ...]

_INVISIBLE = frozenset("\n\r\t\u3000\u00a0")
_MEANINGLESS = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{folder}</dir>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <cachedir>/var/cache/fontconfig</cachedir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <selectfont>
    <rejectfont><pattern><patelt name="scalable"><bool>true</bool></patelt></pattern></rejectfont>
    <rejectfont><pattern><patelt name="scalable"><bool>false</bool></patelt></pattern></rejectfont>
    <acceptfont>{families}</acceptfont>
  </selectfont>
</fontconfig>
"""


@dataclass(frozen=True)
class Typefaces:
    """Family names in the order they are tried; an agency with licensed 方正 typefaces puts its own first."""

    fangsong: Chain = ("FandolFang", "Noto Serif CJK SC", "BabelStone Han")
    kai: Chain = ("FandolKai", "LXGW WenKai", "BabelStone Han")
    hei: Chain = ("FandolHei", "Noto Sans CJK SC", "BabelStone Han")
    song: Chain = ("Noto Serif CJK SC", "BabelStone Han")

    def chains(self) -> dict[str, Chain]:
        """Style → chain, e.g. `fangsong` → FandolFang and its fallbacks."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def families(self) -> list[str]:
        """Every family once, in a fixed order."""
        return sorted({family for chain in self.chains().values() for family in chain})

    def stylesheet(self) -> str:
        """The chains as CSS variables, the only place where letter.css gets a family from."""
        rules = (f"--{style}:{','.join(_quoted(name) for name in chain)}" for style, chain in self.chains().items())
        return f":root{{{';'.join(rules)}}}"


class FontHouse:
    """The fonts of the chain, and no other, as this machine has them."""

    def __init__(self, folder: Path, typefaces: Typefaces) -> None:
        self._folder = folder
        self._typefaces = typefaces

    def require(self) -> None:
        """Every family of the chain is there; else DisclosureError names what is missing and how to get it."""
        missing = [family for family in self._typefaces.families() if family not in self._charsets]
        if missing:
            raise DisclosureError(f"缺少公文字体：{'、'.join(missing)}。请先运行 script/setup 安装字体，再生成文书。")

    def configuration(self) -> FontConfiguration:
        """A WeasyPrint font configuration that knows the chain only."""
        with self._own_fontconfig():
            return FontConfiguration()

    def unprintable(self, text: str) -> list[str]:
        """The characters of `text`, each once and in order, that some style of the letters could not print."""
        return [character for character in dict.fromkeys(text) if not self._is_printable(character)]

    def borrowed(self, text: str) -> set[str]:
        """The characters of `text` that some style prints from a later font of its chain."""
        return {character for character in set(text) - _INVISIBLE if ord(character) not in self._plain}

    def _is_printable(self, character: str) -> bool:
        """A private-use or control character never is: some font may draw something, but not what was meant."""
        if character in _INVISIBLE:
            return True
        return ord(character) in self._printable and unicodedata.category(character) not in _MEANINGLESS

    @cached_property
    def _printable(self) -> frozenset[int]:
        chains = self._typefaces.chains().values()
        covered = [set[int]().union(*(self._charsets.get(family, set()) for family in chain)) for chain in chains]
        return frozenset(set.intersection(*covered))

    @cached_property
    def _plain(self) -> frozenset[int]:
        firsts = [self._charsets.get(chain[0], set()) for chain in self._typefaces.chains().values()]
        return frozenset(set.intersection(*firsts))

    @cached_property
    def _charsets(self) -> dict[str, set[int]]:
        charsets: dict[str, set[int]] = {}
        for line in self._listed_fonts().splitlines():
            names, ranges = line.split("|")
            for name in names.split(","):
                charsets.setdefault(name, set()).update(_code_points(ranges))
        return {family: charsets[family] for family in self._typefaces.families() if family in charsets}

    def _listed_fonts(self) -> str:
        command = ["fc-list", "--format", "%{family}|%{charset}\n"]
        with self._own_fontconfig():
            try:
                return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603  # a fixed program, no shell
            except (FileNotFoundError, subprocess.CalledProcessError) as error:
                raise DisclosureError("找不到 fc-list 命令，请先安装系统软件包 fontconfig，再生成文书。") from error

    @contextmanager
    def _own_fontconfig(self) -> Iterator[None]:
        """Inside the block fontconfig reads our configuration; it is read once, so the file may go afterwards."""
        before = os.environ.get("FONTCONFIG_FILE")
        with tempfile.NamedTemporaryFile("w", suffix=".conf", encoding="utf-8") as file:
            file.write(self._configuration_text())
            file.flush()
            os.environ["FONTCONFIG_FILE"] = file.name
            try:
                yield
            finally:
                _restore("FONTCONFIG_FILE", before)

    def _configuration_text(self) -> str:
        pattern = '<pattern><patelt name="family"><string>{}</string></patelt></pattern>'
        accepted = "".join(pattern.format(escape(family)) for family in self._typefaces.families())
        return _CONFIGURATION.format(folder=escape(str(self._folder.resolve())), families=accepted)


def _code_points(ranges: str) -> set[int]:
    """The code points of fontconfig's notation `20-7e a0`, hexadecimal and inclusive."""
    points: set[int] = set()
    for part in ranges.split():
        first, _, last = part.partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return points


def _quoted(family: str) -> str:
    return '"' + family.replace("\\", "").replace('"', "") + '"'


def _restore(name: str, value: str | None) -> None:
    if value is None:
        del os.environ[name]
    else:
        os.environ[name] = value
