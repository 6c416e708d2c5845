"""Draw the pictures of `newsdesk demo`: `.venv/bin/python tools/demo_pictures.py` writes all of them anew.

Each picture is a function that paints on a canvas four times as large; it is then scaled down to 160 by 90
pixels and cut to a small palette, which keeps a file under 8 KB. The random numbers are seeded by the picture's
name, so the same script gives the same pictures.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

FOLDER = Path(__file__).parents[1] / "src" / "newsdesk" / "demo" / "pictures"
SIZE = (160, 90)
WIDE, HIGH = 640, 360
COLOURS = 96

Colour = tuple[int, int, int]
Painter = Callable[["Canvas"], None]
PICTURES: dict[str, Painter] = {}


def picture(painter: Painter) -> Painter:
    """Enter the painter under its own name, which becomes the file's."""
    PICTURES[painter.__name__] = painter
    return painter


def mix(one: Colour, other: Colour, part: float) -> Colour:
    """The colour `part` of the way from one to the other."""
    part = min(1.0, max(0.0, part))
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(one, other, strict=True))
    return red, green, blue


class Canvas:
    """A large picture in work, with the few strokes that the painters share."""

    def __init__(self, name: str) -> None:
        self.image = Image.new("RGB", (WIDE, HIGH))
        self.pen = ImageDraw.Draw(self.image)
        self.random = random.Random(name)

    def sky(self, *stops: Colour, top: int = 0, bottom: int = HIGH) -> None:
        """A vertical gradient through the stops, evenly spaced."""
        for y in range(top, bottom):
            place = (y - top) / max(1, bottom - top - 1) * (len(stops) - 1)
            index = min(int(place), len(stops) - 2)
            self.pen.line([(0, y), (WIDE, y)], fill=mix(stops[index], stops[index + 1], place - index))

    def glow(self, x: int, y: int, radius: int, colour: Colour, strength: float = 1.0) -> None:
        """Light that fades with distance, added to what is there."""
        light = Image.new("RGB", (WIDE, HIGH))
        pen = ImageDraw.Draw(light)
        for step in range(24, 0, -1):
            size = radius * step / 24
            shade = mix((0, 0, 0), colour, strength * (1 - step / 24) ** 2)
            pen.ellipse([x - size, y - size, x + size, y + size], fill=shade)
        self.image.paste(ImageChops.screen(self.image, light.filter(ImageFilter.GaussianBlur(6))))

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """A filled circle."""
        self.pen.ellipse([x - radius, y - radius, x + radius, y + radius], fill=colour)

    def box(self, x: float, y: float, wide: float, high: float, colour: Colour) -> None:
        """A filled rectangle by its upper left corner and size."""
        self.pen.rectangle([x, y, x + wide, y + high], fill=colour)

    def hills(self, level: int, height: int, colour: Colour, waves: int = 3) -> None:
        """A ridge of soft hills, filled to the lower edge."""
        parts = [(self.random.uniform(0.5, 1.6) * (n + 1), self.random.uniform(0, 6)) for n in range(waves)]
        points: list[tuple[float, float]] = [(0, HIGH)]
        for x in range(0, WIDE + 4, 4):
            rise = sum(math.sin(x / WIDE * 6.3 * speed + shift) / (n + 1) for n, (speed, shift) in enumerate(parts))
            points.append((x, level - height * (0.5 + rise / waves)))
        self.pen.polygon([*points, (WIDE, HIGH)], fill=colour)

    def water(self, level: int, near: Colour, far: Colour, light: Colour, x: int, spread: int = 120) -> None:
        """A sheet of water from `level` down, with the broken reflection of a light at x."""
        self.sky(far, near, top=level, bottom=HIGH)
        for y in range(level + 3, HIGH, 7):
            part = (y - level) / (HIGH - level)
            for _ in range(3):
                middle = x + self.random.gauss(0, spread * 0.25 * part + 6)
                half = self.random.uniform(8, 20 + spread * part * 0.6)
                shade = mix(light, mix(far, near, part), 0.25 + 0.5 * part)
                self.box(middle - half, y, half * 2, 3, shade)

    def stars(self, count: int, bottom: int) -> None:
        """Small stars above `bottom`."""
        for _ in range(count):
            x, y = self.random.randrange(WIDE), self.random.randrange(bottom)
            self.box(x, y, 2, 2, mix((60, 70, 110), (255, 250, 230), self.random.random()))

    def save(self, path: Path) -> None:
        """Write the picture, scaled down, as a small PNG."""
        small = self.image.resize(SIZE, Image.Resampling.LANCZOS)
        small.quantize(COLOURS, kmeans=1, dither=Image.Dither.NONE).save(path, optimize=True)


@picture
def bridge(c: Canvas) -> None:
    """A suspension bridge against a setting sun."""
    c.sky((44, 52, 112), (110, 86, 130), (232, 150, 120), (250, 190, 130), bottom=240)
    c.glow(420, 190, 230, (255, 170, 90), 0.9)
    c.disc(420, 190, 40, (255, 232, 150))
    c.hills(232, 60, (44, 40, 84))
    c.water(236, (18, 30, 66), (46, 62, 112), (250, 180, 90), 420, 200)
    dark = (16, 18, 34)
    c.box(0, 232, WIDE, 9, dark)
    for tower in (150, 470):
        c.box(tower - 8, 60, 16, 250, dark)
        for side in (-1, 1):
            cable = [(tower + side * n * 4, 66 + 160 * (1 - (1 - n / 40) ** 2)) for n in range(41)]
            c.pen.line(cable, fill=dark, width=5)
            for x, y in cable[4::5]:
                c.pen.line([(x, y), (x, 234)], fill=dark, width=2)


@picture
def island(c: Canvas) -> None:
    """A small island under a tall cloud."""
    c.sky((66, 130, 178), (150, 198, 214), (244, 226, 190), bottom=230)
    for _ in range(46):
        x, y = c.random.gauss(400, 60), c.random.uniform(40, 190)
        c.disc(x, y, c.random.uniform(18, 46) * (0.6 + y / 320), mix((255, 255, 252), (190, 205, 220), y / 240))
    c.water(226, (12, 74, 110), (60, 150, 170), (236, 240, 220), 400, 240)
    c.pen.polygon([(190, 236), (250, 196), (330, 176), (400, 190), (460, 236)], fill=(44, 84, 60))
    c.box(180, 232, 300, 7, (232, 214, 164))
    for x in (250, 290, 350):
        c.pen.line([(x, 200), (x + 8, 150)], fill=(66, 50, 40), width=5)
        for turn in range(6):
            c.pen.line(
                [(x + 8, 150), (x + 8 + 28 * math.cos(turn), 150 + 16 * math.sin(turn))], fill=(40, 96, 56), width=6
            )
    c.box(372, 176, 26, 18, (240, 236, 226))
    c.pen.polygon([(368, 176), (385, 162), (402, 176)], fill=(178, 66, 52))


@picture
def satellite(c: Canvas) -> None:
    """A satellite above the spiral of a storm."""
    c.sky((6, 9, 22), (10, 18, 44))
    c.stars(110, 190)
    c.disc(320, 620, 480, (24, 78, 128))
    c.disc(320, 632, 480, (32, 100, 150))
    for arm in range(3):
        for step in range(70):
            turn, far = arm * 2.1 + step * 0.075, 6 + step * 2.6
            x, y = 300 + far * math.cos(turn) * 1.5, 268 + far * math.sin(turn) * 0.42
            if y > 172:
                c.disc(x, y, 11 - step * 0.09, mix((250, 250, 250), (150, 185, 212), step / 70))
    c.disc(300, 268, 8, (22, 70, 112))
    for side in (-1, 1):
        c.box(470 + side * 66 - 44, 70, 88, 34, (42, 76, 150))
        for n in range(5):
            c.pen.line(
                [(470 + side * 66 - 44 + n * 22, 70), (470 + side * 66 - 44 + n * 22, 104)],
                fill=(150, 178, 230),
                width=2,
            )
    c.box(448, 62, 44, 50, (226, 206, 160))
    c.pen.pieslice([436, 96, 504, 150], 0, 180, fill=(230, 232, 236))
    c.glow(470, 88, 110, (240, 190, 120), 0.35)


@picture
def lander(c: Canvas) -> None:
    """A three-legged lander on a red plain."""
    c.sky((120, 88, 84), (204, 148, 110), (240, 200, 150), bottom=220)
    c.glow(120, 150, 140, (255, 240, 220), 0.7)
    c.hills(222, 50, (166, 92, 62))
    c.hills(258, 40, (140, 70, 46))
    c.sky((150, 76, 48), (92, 42, 30), top=254)
    for _ in range(60):
        y = c.random.uniform(262, HIGH)
        c.pen.ellipse([x := c.random.uniform(0, WIDE), y, x + (y - 240) * 0.22, y + (y - 240) * 0.1], fill=(84, 38, 28))
    c.pen.ellipse([300, 306, 500, 326], fill=(70, 32, 24))
    for foot in (320, 400, 480):
        c.pen.line([(400 + (foot - 400) * 0.4, 220), (foot, 312)], fill=(216, 216, 210), width=7)
        c.box(foot - 14, 308, 28, 7, (190, 190, 186))
    c.pen.polygon([(346, 186), (454, 186), (470, 228), (330, 228)], fill=(212, 170, 84))
    c.box(366, 160, 68, 28, (226, 228, 230))
    c.box(212, 178, 120, 10, (46, 66, 120))
    c.box(468, 178, 120, 10, (46, 66, 120))
    c.pen.line([(420, 160), (438, 96)], fill=(224, 224, 220), width=5)
    c.disc(438, 92, 12, (236, 236, 232))
    c.box(396, 228, 9, 92, (90, 92, 98))


@picture
def drill(c: Canvas) -> None:
    """A core of pale and dark bands beside a scale."""
    c.sky((28, 34, 46), (16, 20, 28))
    y = 26.0
    while y < 330:
        pale = c.random.uniform(7, 20)
        shade = mix((214, 234, 244), (250, 252, 252), c.random.random())
        c.box(230, y, 180, pale, shade)
        c.box(230, y + pale, 180, 5, mix((120, 72, 52), (170, 120, 90), c.random.random()))
        y += pale + 5
    c.box(230, 326, 180, 40, (16, 20, 28))
    shadow = Image.new("L", (WIDE, HIGH))
    pen = ImageDraw.Draw(shadow)
    for x in range(230, 411):
        pen.line([(x, 26), (x, 326)], fill=round(190 * abs((x - 300) / 110) ** 2.2))
    c.image.paste((12, 16, 24), mask=shadow)
    for mark in range(11):
        long = 36 if mark % 5 == 0 else 18
        c.box(450, 26 + mark * 30, long, 4, (240, 166, 74))
    c.glow(290, 120, 180, (150, 200, 230), 0.25)


@picture
def bench(c: Canvas) -> None:
    """An opened phone and tools on a workbench."""
    c.sky((120, 82, 52), (84, 54, 34))
    for x in range(0, WIDE, 22):
        c.pen.line([(x, 0), (x + c.random.randint(-6, 6), HIGH)], fill=(96, 62, 40), width=3)
    c.glow(330, 90, 330, (255, 214, 150), 0.5)
    c.pen.rounded_rectangle([130, 60, 270, 320], 18, fill=(24, 26, 30))
    c.pen.rounded_rectangle([140, 72, 260, 308], 8, fill=(40, 74, 88))
    c.pen.rounded_rectangle([300, 60, 440, 320], 18, fill=(52, 56, 62))
    c.box(316, 80, 60, 190, (206, 170, 84))
    c.box(388, 80, 38, 96, (26, 96, 66))
    for n in range(9):
        c.box(392 + n % 3 * 11, 88 + n // 3 * 26, 8, 16, (18, 22, 24))
    for x, y in ((310, 70), (430, 70), (310, 308), (430, 308), (480, 260), (500, 280), (492, 300)):
        c.disc(x, y, 6, (214, 216, 220))
    c.pen.line([(500, 60), (580, 190)], fill=(196, 200, 206), width=7)
    c.pen.line([(574, 180), (620, 256)], fill=(202, 66, 46), width=20)
    c.pen.line([(60, 90), (76, 300)], fill=(180, 184, 190), width=9)
    c.pen.line([(84, 90), (78, 300)], fill=(160, 164, 170), width=9)


@picture
def stadium(c: Canvas) -> None:
    """A floodlit pitch in the rain."""
    c.sky((10, 14, 30), (24, 32, 56), bottom=190)
    c.box(0, 130, WIDE, 66, (26, 28, 44))
    for _ in range(700):
        x, y = c.random.randrange(WIDE), c.random.uniform(134, 192)
        c.box(x, y, 4, 4, c.random.choice([(196, 72, 60), (220, 190, 120), (70, 90, 140), (210, 210, 214)]))
    c.sky((40, 104, 58), (22, 66, 40), top=196)
    for n in range(0, 8, 2):
        c.pen.polygon(
            [(n * 80, 196), (n * 80 + 80, 196), (n * 110 - 40, HIGH), (n * 110 - 160, HIGH)], fill=(36, 92, 52)
        )
    c.pen.line([(0, 262), (WIDE, 246)], fill=(214, 226, 214), width=4)
    c.pen.ellipse([220, 232, 430, 286], outline=(214, 226, 214), width=4)
    for x in (70, 570):
        c.box(x - 4, 30, 8, 166, (70, 76, 90))
        c.box(x - 36, 18, 72, 26, (255, 252, 226))
        c.glow(x, 30, 210, (220, 226, 240), 0.8)
    for _ in range(240):
        x, y = c.random.randrange(WIDE), c.random.randrange(HIGH)
        c.pen.line([(x, y), (x - 6, y + 26)], fill=mix((90, 104, 130), (190, 200, 214), c.random.random()), width=1)
    for x, y in ((300, 300), (350, 280), (410, 306)):
        c.disc(x, y - 34, 7, (220, 180, 150))
        c.box(x - 8, y - 27, 16, 22, (202, 52, 48))
        c.box(x - 7, y - 6, 14, 18, (240, 240, 240))


@picture
def cranes(c: Canvas) -> None:
    """Harbour cranes and a ship at dawn."""
    c.sky((58, 74, 120), (170, 130, 150), (252, 196, 140), bottom=250)
    c.glow(180, 236, 200, (255, 200, 120), 0.8)
    c.water(246, (30, 44, 76), (130, 110, 130), (255, 206, 140), 180, 200)
    dark = (28, 30, 48)
    for x in (380, 470, 560):
        for leg in (x, x + 44):
            c.box(leg, 100, 8, 160, dark)
        c.box(x - 110, 96, 180, 9, dark)
        c.pen.line([(x + 26, 44), (x - 106, 98)], fill=dark, width=4)
        c.pen.line([(x + 26, 44), (x + 64, 98)], fill=dark, width=4)
        c.box(x + 20, 44, 9, 56, dark)
        c.pen.line([(x - 80, 104), (x - 80, 170)], fill=dark, width=3)
        c.box(x - 92, 168, 24, 16, (190, 84, 60))
    c.pen.polygon([(60, 216), (360, 216), (336, 262), (90, 262)], fill=(70, 36, 44))
    c.box(82, 170, 50, 46, (222, 214, 204))
    c.box(96, 150, 18, 22, (200, 90, 62))
    for n in range(4):
        c.box(150 + n * 46, 202, 36, 14, (120, 110, 104))


@picture
def seagrass(c: Canvas) -> None:
    """Seagrass and fish under shallow, sunlit water."""
    c.sky((170, 226, 214), (70, 164, 170), (22, 96, 116), (14, 62, 84))
    for _ in range(9):
        x = c.random.randrange(WIDE)
        c.pen.polygon([(x, 0), (x + 26, 0), (x + 90, HIGH), (x - 10, HIGH)], fill=(92, 176, 178))
    c.image = c.image.filter(ImageFilter.GaussianBlur(12))
    c.pen = ImageDraw.Draw(c.image)
    for layer in range(3):
        for _ in range(70):
            root, tall = c.random.uniform(-20, WIDE), c.random.uniform(70, 170) + layer * 16
            lean = c.random.uniform(-10, 46)
            blade = [(root, HIGH), (root + lean * 0.2, HIGH - tall * 0.5), (root + lean, HIGH - tall)]
            c.pen.line(blade, fill=mix((20, 84, 62), (120, 182, 74), layer / 3 + c.random.random() * 0.3), width=6)
    for middle, depth, size in ((180, 110, 22), (250, 140, 15), (430, 90, 26), (500, 124, 14)):
        c.pen.ellipse([middle - size, depth - size / 3, middle + size, depth + size / 3], fill=(236, 236, 214))
        c.pen.polygon(
            [(middle - size, depth), (middle - size * 1.6, depth - 8), (middle - size * 1.6, depth + 8)],
            fill=(216, 220, 200),
        )
        c.disc(middle + size * 0.6, depth - 2, 2, (20, 30, 40))


@picture
def train(c: Canvas) -> None:
    """A lit night train crossing a viaduct."""
    c.sky((8, 12, 34), (30, 36, 84), (86, 70, 120))
    c.stars(130, 200)
    c.disc(520, 70, 30, (250, 244, 216))
    c.glow(520, 70, 130, (180, 180, 220), 0.5)
    c.hills(270, 110, (26, 26, 58))
    c.hills(320, 70, (16, 17, 40))
    c.box(0, 208, WIDE, 16, (44, 42, 62))
    for x in range(0, WIDE, 80):
        c.box(x, 220, 18, 140, (38, 36, 56))
        c.pen.arc([x - 66, 214, x + 22, 300], 180, 360, fill=(44, 42, 62), width=10)
    for car in range(5):
        x = 20 + car * 118
        c.pen.rounded_rectangle([x, 166, x + 112, 208], 6, fill=(120, 34, 44))
        for n in range(6):
            c.box(x + 9 + n * 17, 176, 11, 12, (255, 218, 130) if c.random.random() < 0.7 else (60, 44, 58))
    c.pen.polygon([(610, 166), (636, 208), (610, 208)], fill=(120, 34, 44))
    c.glow(632, 204, 90, (255, 240, 190), 0.8)


@picture
def vaccine(c: Canvas) -> None:
    """A chart of two curves: with the vaccine and without."""
    c.sky((244, 240, 230), (236, 230, 216))
    for y in range(60, 320, 50):
        c.pen.line([(60, y), (600, y)], fill=(214, 206, 190), width=2)
    worse = [(60 + n * 5.4, 300 - 210 * (1 - math.exp(-n / 34)) - 8 * math.sin(n / 5)) for n in range(101)]
    better = [(60 + n * 5.4, 300 - 42 * (1 - math.exp(-n / 50)) - 4 * math.sin(n / 6)) for n in range(101)]
    c.pen.polygon([*worse, *reversed(better)], fill=(240, 208, 190))
    c.pen.line(worse, fill=(179, 38, 30), width=8)
    c.pen.line(better, fill=(11, 100, 93), width=8)
    c.pen.line([(60, 40), (60, 306), (610, 306)], fill=(63, 59, 53), width=5)
    for end, height, colour in ((*worse[-1], (179, 38, 30)), (*better[-1], (11, 100, 93))):
        c.disc(end, height, 12, colour)
    for season in range(1, 4):
        c.box(60 + season * 180 - 2, 306, 5, 16, (63, 59, 53))


@picture
def painting(c: Canvas) -> None:
    """A found painting in its frame: figures carrying salt along a shore."""
    c.sky((70, 62, 58), (44, 38, 36))
    c.box(100, 30, 440, 300, (150, 110, 52))
    c.box(110, 40, 420, 280, (190, 148, 78))
    inner = Canvas("salt carriers")
    inner.sky((120, 150, 160), (220, 196, 150), (232, 172, 110), bottom=190)
    inner.hills(200, 60, (110, 104, 110))
    inner.sky((214, 196, 160), (150, 120, 84), top=196)
    for n, x in enumerate((110, 210, 300, 400, 510)):
        tall = 120 - n * 8
        foot = 320 - n * 12
        robe = ((150, 50, 40), (40, 60, 96), (120, 96, 50), (60, 84, 70), (92, 44, 70))[n]
        shoulder = foot - tall
        inner.pen.polygon([(x, foot), (x + 46, foot), (x + 32, shoulder), (x + 12, shoulder)], fill=robe)
        inner.disc(x + 22, 306 - tall - n * 12, 13, (120, 80, 60))
        inner.pen.ellipse([x - 6, 268 - tall - n * 12, x + 52, 298 - tall - n * 12], fill=(244, 240, 230))
    c.image.paste(inner.image.filter(ImageFilter.ModeFilter(9)).resize((392, 252)), (124, 54))
    c.glow(320, 20, 300, (255, 220, 160), 0.4)


@picture
def parliament(c: Canvas) -> None:
    """A half-circle of seats, seen from the gallery."""
    c.sky((48, 34, 28), (80, 54, 40), (40, 26, 22))
    c.glow(320, 40, 280, (255, 210, 140), 0.6)
    for ring in range(6):
        radius = 110 + ring * 34
        count = 13 + ring * 4
        for seat in range(count):
            turn = math.pi * (seat + 0.5) / count
            part = seat / count
            colour = (196, 78, 66) if part < 0.42 else (214, 206, 190) if part < 0.55 else (70, 110, 170)
            c.disc(320 - radius * math.cos(turn) * 1.06, 350 - radius * math.sin(turn), 11, colour)
    c.box(270, 300, 100, 60, (120, 82, 50))
    c.box(262, 292, 116, 12, (156, 110, 66))
    c.disc(320, 274, 14, (222, 184, 150))


@picture
def bookshop(c: Canvas) -> None:
    """A lit shop window in a dark street."""
    c.sky((16, 20, 38), (28, 28, 44))
    c.box(90, 30, 460, 300, (46, 34, 36))
    c.box(120, 60, 400, 34, (26, 74, 66))
    for n in range(11):
        c.box(166 + n * 28, 70, 16, 14, (232, 200, 120))
    c.box(130, 108, 230, 190, (255, 206, 120))
    c.box(390, 108, 110, 222, (252, 190, 104))
    for shelf in range(4):
        y = 120 + shelf * 46
        x = 138.0
        while x < 346:
            wide = c.random.uniform(6, 15)
            tall = c.random.uniform(22, 36)
            tint = c.random.choice(
                [(160, 52, 46), (36, 84, 110), (70, 100, 60), (120, 70, 110), (200, 150, 60), (230, 224, 206)]
            )
            c.box(x, y + 38 - tall, wide - 2, tall, tint)
            x += wide
        c.box(132, y + 38, 226, 5, (96, 60, 36))
    c.box(440, 108, 6, 222, (90, 54, 34))
    c.disc(458, 226, 5, (90, 54, 34))
    c.glow(245, 200, 260, (255, 190, 100), 0.5)
    c.sky((34, 32, 46), (20, 20, 32), top=330)
    for n in range(16):
        c.box(140 + n * 22 + c.random.randint(-8, 8), 334 + n % 4 * 6, 26, 3, (220, 160, 90))


@picture
def forest(c: Canvas) -> None:
    """Trunks in morning mist."""
    c.sky((206, 222, 200), (180, 204, 176), (110, 140, 96))
    c.glow(430, 90, 260, (255, 246, 200), 0.9)
    for layer in range(4):
        for _ in range(9 + layer * 2):
            x, wide = c.random.uniform(-20, WIDE), 5 + layer * 7 * c.random.uniform(0.7, 1.3)
            shade = mix((150, 176, 150), (38, 46, 36), layer / 3)
            c.pen.polygon([(x, -10), (x + wide * 0.8, -10), (x + wide, HIGH), (x - wide * 0.2, HIGH)], fill=shade)
            for _ in range(3):
                y = c.random.uniform(0, 170)
                c.pen.line([(x, y), (x + c.random.choice([-1, 1]) * 50, y - 26)], fill=shade, width=2 + layer)
        c.image = Image.blend(c.image, c.image.filter(ImageFilter.GaussianBlur(7)), 0.45 if layer < 3 else 0.0)
        c.pen = ImageDraw.Draw(c.image)
    for _ in range(160):
        x, y = c.random.uniform(0, WIDE), c.random.uniform(300, HIGH)
        c.pen.line(
            [(x, y), (x + c.random.uniform(-16, 16), y - 26)],
            fill=mix((52, 84, 40), (130, 160, 70), c.random.random()),
            width=4,
        )


@picture
def terminal(c: Canvas) -> None:
    """A card terminal that says no, among coins."""
    c.sky((216, 222, 226), (176, 184, 192))
    c.glow(180, 60, 300, (255, 255, 250), 0.5)
    c.pen.rounded_rectangle([220, 40, 400, 330], 22, fill=(44, 48, 56))
    c.pen.rounded_rectangle([240, 62, 380, 150], 8, fill=(24, 60, 66))
    c.pen.line([(282, 84), (338, 128)], fill=(250, 130, 100), width=12)
    c.pen.line([(338, 84), (282, 128)], fill=(250, 130, 100), width=12)
    for n in range(12):
        tint = ((90, 96, 106),) * 9 + ((190, 70, 60), (200, 170, 70), (70, 150, 96))
        c.pen.rounded_rectangle(
            [244 + n % 3 * 48, 170 + n // 3 * 38, 282 + n % 3 * 48, 198 + n // 3 * 38], 6, fill=tint[n]
        )
    for _ in range(15):
        x, y = c.random.choice([c.random.uniform(40, 190), c.random.uniform(440, 600)]), c.random.uniform(180, 330)
        c.pen.ellipse([x - 28, y - 18, x + 28, y + 18], fill=(150, 110, 50))
        c.pen.ellipse([x - 28, y - 23, x + 28, y + 13], fill=(226, 184, 96))
        c.pen.ellipse([x - 18, y - 17, x + 18, y + 7], fill=(206, 160, 74))


@picture
def lighthouse(c: Canvas) -> None:
    """A lighthouse over a rough sea."""
    c.sky((30, 40, 62), (70, 84, 108), (130, 130, 136), bottom=260)
    for _ in range(30):
        c.disc(
            c.random.uniform(0, WIDE),
            c.random.uniform(10, 130),
            c.random.uniform(20, 60),
            mix((50, 60, 84), (90, 100, 120), c.random.random()),
        )
    c.image = c.image.filter(ImageFilter.GaussianBlur(10))
    c.pen = ImageDraw.Draw(c.image)
    c.pen.polygon([(440, 96), (0, 20), (0, 110)], fill=(196, 186, 150))
    c.image = c.image.filter(ImageFilter.GaussianBlur(5))
    c.pen = ImageDraw.Draw(c.image)
    for row in range(6):
        level = 240 + row * 22
        points = [(x, level + 9 * math.sin(x / (18 + row * 5) + row)) for x in range(0, WIDE + 8, 8)]
        c.pen.polygon([(0, HIGH), *points, (WIDE, HIGH)], fill=mix((70, 98, 116), (16, 34, 54), row / 6))
        c.pen.line(points, fill=mix((200, 214, 220), (60, 90, 110), row / 6), width=3)
    c.pen.polygon([(360, HIGH), (390, 270), (440, 250), (510, 266), (580, HIGH)], fill=(32, 32, 38))
    c.pen.polygon([(424, 260), (432, 116), (468, 116), (476, 260)], fill=(236, 230, 220))
    for n in range(2):
        c.pen.polygon(
            [
                (428 - n * 2, 150 + n * 58),
                (472 + n * 2, 150 + n * 58),
                (473 + n * 2, 176 + n * 58),
                (427 - n * 2, 176 + n * 58),
            ],
            fill=(186, 52, 44),
        )
    c.box(436, 82, 28, 34, (255, 236, 160))
    c.pen.polygon([(430, 84), (450, 62), (470, 84)], fill=(150, 40, 36))
    c.glow(450, 98, 120, (255, 230, 150), 0.8)


@picture
def stage(c: Canvas) -> None:
    """A stage, a curtain, one light."""
    c.sky((60, 12, 20), (34, 8, 14))
    for x in range(0, WIDE, 26):
        c.box(x, 0, 12, 300, (124, 22, 34))
        c.box(x + 12, 0, 6, 300, (84, 14, 24))
    c.box(150, 0, 340, 290, (14, 12, 20))
    c.pen.polygon([(300, 0), (350, 0), (430, 300), (220, 300)], fill=(96, 84, 70))
    c.image = c.image.filter(ImageFilter.GaussianBlur(3))
    c.pen = ImageDraw.Draw(c.image)
    c.sky((110, 74, 46), (58, 36, 24), top=288)
    c.pen.ellipse([214, 280, 436, 322], fill=(216, 186, 130))
    c.box(312, 180, 26, 70, (30, 34, 46))
    c.box(314, 246, 9, 54, (20, 22, 30))
    c.box(328, 246, 9, 54, (20, 22, 30))
    c.disc(325, 166, 14, (226, 186, 150))
    c.pen.line([(338, 196), (380, 160)], fill=(30, 34, 46), width=9)
    for x in range(20, WIDE, 40):
        c.disc(x, 360, 18, (12, 8, 12))


def main() -> None:
    """Draw every picture into the demo's folder."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, painter in PICTURES.items():
        canvas = Canvas(name)
        painter(canvas)
        canvas.save(FOLDER / f"{name}.png")


if __name__ == "__main__":
    main()
