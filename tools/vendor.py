"""Fetch the typefaces and cut them down to the letters we need. Run once for each new version.

The files are kept in the repository, so an installation needs no package registry. `npm` and
fontTools must be there: `python tools/vendor.py`.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).resolve().parent.parent / "static" / "fonts"
VENDOR = FONTS.parent / "vendor" / "VENDOR.json"

LATIN = "0000-00FF 0131 0152-0153 02BB-02BC 02C6 02DA 02DC 2000-206F 20AC 2122 2191 2193 2212 2215"
LATIN_MORE = "0100-024F 0259 02BD-02C5 1E00-1E9F 1EF2-1EFF 2020 20A6 20B9"
BENGALI = "0020 0030-0039 0951-0952 0964-0965 0980-09FE 1CD0 1CD2 1CF5-1CF7 200C-200D 20B9 25CC"
ARABIC = "0020 0030-0039 0600-06FF 0750-077F 08A0-08FF 200C-200F 2010-2011 25CC FB50-FDFF FE70-FEFC"

ATKINSON = "Atkinson Hyperlegible Next"


@dataclass(frozen=True)
class Face:
    """One file of ours, and the files of the package it is cut from."""

    path: str
    family: str
    weight: str
    script: str
    package: str
    version: str
    sources: tuple[str, ...]
    letters: str


def atkinson(path: str, weight: str, script: str, letters: str, *sources: str) -> Face:
    variable = " " in weight
    package = "@fontsource-variable" if variable else "@fontsource"
    names = tuple(f"atkinson-hyperlegible-next-{source}-normal.woff2" for source in sources)
    package = f"{package}/atkinson-hyperlegible-next"
    return Face(path, ATKINSON, weight, script, package, "5.3.0", names, letters)


def noto(script: str, weight: str, letters: str) -> Face:
    name = f"noto-sans-{script}"
    source = f"{name}-{script}-{weight}-normal.woff2"
    family = f"Noto Sans {script.title()}"
    package = f"@fontsource/{name}"
    return Face(
        f"{name}-{weight}.woff2", family, weight, script, package, "5.3.0", (source,), letters
    )


FACES = (
    # The screen loads one variable file; documents need one plain file for each weight.
    atkinson("atkinson-latin.woff2", "400 700", "latin", LATIN, "latin-wght"),
    atkinson("atkinson-latin-more.woff2", "400 700", "latin-more", LATIN_MORE, "latin-ext-wght"),
    atkinson(
        "atkinson-400.woff2", "400", "all", f"{LATIN} {LATIN_MORE}", "latin-400", "latin-ext-400"
    ),
    atkinson(
        "atkinson-700.woff2", "700", "all", f"{LATIN} {LATIN_MORE}", "latin-700", "latin-ext-700"
    ),
    noto("bengali", "400", BENGALI),
    noto("bengali", "700", BENGALI),
    noto("arabic", "400", ARABIC),
    noto("arabic", "700", ARABIC),
)


def unicodes(letters: str) -> set[int]:
    found: set[int] = set()
    for part in letters.split():
        first, _, last = part.partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found


def unpack(face: Face, into: Path) -> Path:
    """The package's folder, fetched once by the registry's own client."""
    folder = into / face.package.replace("/", "_")
    if folder.exists():
        return folder / "package"
    folder.mkdir()
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is not installed.")
    subprocess.run([npm, "pack", f"{face.package}@{face.version}"], cwd=folder, check=True)
    with tarfile.open(next(folder.glob("*.tgz"))) as bundle:
        bundle.extractall(folder, filter="data")
    return folder / "package"


def opened(face: Face, package: Path, work: Path) -> TTFont:
    paths: list[str] = []
    for source in face.sources:
        font = TTFont(package / "files" / source)
        font.flavor = None
        plain = work / f"{source}.ttf"
        font.save(plain)
        paths.append(str(plain))
    if len(paths) > 1:
        return Merger().merge(paths)
    if " " in face.weight:
        first, last = face.weight.split()
        narrowed = instantiateVariableFont(TTFont(paths[0]), {"wght": (int(first), int(last))})
        narrowed.save(paths[0])  # read again below: the instancer leaves glyph tables half filled
    return TTFont(paths[0])


def cut(face: Face, package: Path, work: Path) -> None:
    font = opened(face, package, work)
    options = Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True, hinting=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=unicodes(face.letters))
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(FONTS / face.path)


def licence(face: Face, package: Path) -> str:
    name = f"OFL-{face.family.lower().replace(' ', '-')}.txt"
    shutil.copyfile(package / "LICENSE", FONTS / name)
    return name


def main() -> None:
    FONTS.mkdir(parents=True, exist_ok=True)
    fonts: list[dict[str, object]] = []
    vendored: list[dict[str, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for face in FACES:
            package = unpack(face, work)
            cut(face, package, work)
            fonts.append(
                {**asdict(face), "licence": "OFL-1.1", "licence_file": licence(face, package)}
            )
            vendored.append(
                {
                    "package": face.package,
                    "version": face.version,
                    "path": f"fonts/{face.path}",
                    "licence": "OFL-1.1",
                    "sha256": hashlib.sha256((FONTS / face.path).read_bytes()).hexdigest(),
                }
            )
    (FONTS / "FONTS.json").write_text(json.dumps(fonts, indent=1) + "\n")
    VENDOR.write_text(json.dumps(vendored, indent=1) + "\n")


if __name__ == "__main__":
    main()
