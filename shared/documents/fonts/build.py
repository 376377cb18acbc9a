"""Makes the fonts of the printed documents from the npm package @fontsource/golos-text.

Usage: python3 build.py PATH/TO/node_modules/@fontsource/golos-text
Needs the PyPI packages fonttools and brotli. See README.md.
"""

import pathlib
import sys
import tempfile

from fontTools import merge, subset
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

HERE = pathlib.Path(__file__).parent
WEIGHTS = {"regular": 400, "medium": 500, "bold": 700}
# latin-ext carries the rouble and tenge signs, cyrillic-ext the Tatar, Bashkir and Kazakh letters.
SLICES = ["latin", "cyrillic", "cyrillic-ext", "latin-ext"]
# Layout tables go: the kit places glyphs itself and never shapes.
DROPPED = ["GDEF", "GPOS", "GSUB", "STAT", "GlyphOrder", "gasp", "prep", "vhea", "vmtx"]
# 1 January 2026 in seconds since 1904: a fixed date makes the files reproducible.
MODIFIED = 3850070400


# Digits of one width live in the private use area, one after another.
TABULAR = 0xE030


def add_tabular_digits(font: TTFont) -> None:
    """Copies of the digits, each in the middle of the widest one's width.

    Widening the gaps in the document instead would make readers see «1 41 1,02».
    """
    names = {digit: font.getBestCmap()[ord("0") + digit] for digit in range(10)}
    width = max(font["hmtx"][name][0] for name in names.values())
    glyphs = font.getGlyphSet()
    drawn = {}
    for digit, name in names.items():
        shift = (width - font["hmtx"][name][0]) // 2
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(TransformPen(pen, (1, 0, 0, 1, shift, 0)))
        drawn[digit] = pen.glyph()
    order = font.getGlyphOrder() + [f"tabular{digit}" for digit in drawn]
    font.setGlyphOrder(order)
    font["glyf"].setGlyphOrder(order)
    for digit, glyph in drawn.items():
        name = f"tabular{digit}"
        font["glyf"][name] = glyph
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (width, glyph.xMin)
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[TABULAR + digit] = name


def build(package: pathlib.Path, name: str, weight: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for piece in SLICES:
            font = TTFont(package / "files" / f"golos-text-{piece}-{weight}-normal.woff2")
            font.flavor = None
            for tag in DROPPED:
                if tag in font and tag != "GlyphOrder":
                    del font[tag]
            path = pathlib.Path(folder) / f"{piece}.ttf"
            font.save(path)
            parts.append(str(path))
        font = merge.Merger().merge(parts)

    add_tabular_digits(font)
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    options.recalc_timestamp = False
    subsetter = subset.Subsetter(options)
    combining = {0x300, 0x301, 0x303, 0x304, 0x308, 0xFEFF}
    subsetter.populate(unicodes=set(font.getBestCmap()) - combining)
    subsetter.subset(font)

    font.recalcTimestamp = False
    font["head"].created = MODIFIED
    font["head"].modified = MODIFIED
    font.save(HERE / f"golos-text-{name}.ttf")


def main() -> None:
    package = pathlib.Path(sys.argv[1])
    for name, weight in WEIGHTS.items():
        build(package, name, weight)
    (HERE / "OFL.txt").write_bytes((package / "LICENSE").read_bytes())


if __name__ == "__main__":
    main()
