"""Makes tinos-*.ttf: the letters that official papers need, for the PDFs that Dantin makes.

Tinos has the widths of Times New Roman, which Decree 30/2020/NĐ-CP asks for and nobody may ship.
Kept: Latin with all its extensions and the combining marks, so that the names of every people of
Viet Nam that are written in Latin letters print right (Ê Đê, Ba Na, Cơ Ho, Chăm transliterated),
punctuation, a few signs. The bold italic face is used for one word of a paper; it is smaller.
Hints are left out: a PDF is drawn by outlines.

Needs fonttools. Source: the Debian package fonts-croscore. Run by `cargo xtask codegen fonts`, or
by hand: python3 make-tinos.py FOLDER-WITH-TINOS
"""
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

VIETNAMESE = [*range(0x20, 0x7F), *range(0xA0, 0x100), 0x102, 0x103, 0x110, 0x111, 0x128, 0x129,
              0x168, 0x169, 0x1A0, 0x1A1, 0x1AF, 0x1B0, *range(0x1EA0, 0x1EFA), 0x2013, 0x2014]
LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x300, 0x370), *range(0x1E00, 0x1F00),
         *range(0x2010, 0x2028), 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x20AB, 0x20AC, 0x2116,
         0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2215, 0x2248, 0x2260, 0x2264, 0x2265,
         0x25A0, 0x25A1, 0x25CF, 0x25CB]
FACES = {"Regular": LATIN, "Bold": LATIN, "Italic": LATIN, "BoldItalic": VIETNAMESE}

here, source = Path(__file__).parent, Path(sys.argv[1])
for face, letters in FACES.items():
    font = TTFont(source / f"Tinos-{face}.ttf", recalcTimestamp=False)
    options = subset.Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp"]
    options.hinting = False
    options.drop_tables += ["DSIG", "gasp"]
    options.name_IDs = [0, 1, 2, 4, 5, 6, 13, 14]
    options.recalc_timestamp = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    font.save(here / f"tinos-{face.lower()}.ttf")
