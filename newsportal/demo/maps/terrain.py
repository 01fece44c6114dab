"""The land of the Telva valley, ready to draw on."""

from PIL import Image, ImageChops

from newsportal.demo.maps import geography, relief

SOUTH, NORTH, SPRING, SNOW = (252, 226, 172), (204, 222, 228), (238, 242, 220), (248, 250, 254)
CONTOUR = (150, 108, 62)
VALLEY = (1.0, 1.0, 58.4)  # West, north and across, in kilometres.
LAND = (2272, 1672)  # A sheet of 2400 x 1800 with its margin taken off.


def heights(size, window=VALLEY, octaves=5):
    """Height of the land above the valley floor, 0 to about 1.5."""
    per_km = size[0] / window[2]
    return relief.calculate(
        lambda rough, up, low: (0.1 + 0.4 * rough + up * (0.1 + 1.5 * rough)) * (1 - 0.93 * low),
        rough=relief.ridges(size, window, cells=7, seed="telva", octaves=octaves),
        up=relief.soft_mask(size, uplands(window, per_km), blur=3 * per_km),
        low=relief.soft_mask(size, valleys(window, per_km), blur=2 * per_km),
    )


def uplands(window, per_km):
    """Draws the mountains as discs."""

    def shapes(draw, scale):
        for east, south, radius, height in sorted(geography.UPLANDS, key=lambda land: land[3]):
            x, y = (east - window[0]) * per_km * scale, (south - window[1]) * per_km * scale
            r = radius * per_km * 0.8 * scale
            draw.ellipse([x - r, y - r, x + r, y + r], fill=round(255 * height))

    return shapes


def valleys(window, per_km, *, rivers=None):
    """Draws rivers as wide as their valleys; `rivers` is [(points, km)]."""
    wet = rivers or [
        (geography.TELVA, 7),
        *((stream, 2.5) for stream in geography.STREAMS.values()),
        *((points, 4) for points in geography.RESERVOIR),
    ]

    def shapes(draw, scale):
        for points, km in wet:
            places = [
                ((x - window[0]) * per_km * scale, (y - window[1]) * per_km * scale)
                for x, y in points
            ]
            draw.line(places, fill=255, width=max(1, round(km * per_km * scale)), joint="curve")

    return shapes


def land(tint, *, window=VALLEY, depth=1.0, lines=0.4, warm=True):
    """Tinted land with hill shading and contour lines. `tint` is a colour or an image."""
    zoom = VALLEY[2] / window[2]
    ground = heights((LAND[0] // 2, LAND[1] // 2), window, octaves=5 if zoom < 2 else 6)
    slopes = relief.shade(ground, strength=2000 * depth * zoom).resize(LAND, relief.BICUBIC)
    if not isinstance(tint, Image.Image):
        tint = Image.new("RGB", LAND, tint)
    painted = ImageChops.multiply(tint, lit(slopes, warm=warm))
    tall = ground.resize(LAND, relief.BICUBIC)
    mask = relief.contours(tall, interval=0.1, width=0.6).point(lambda value: round(value * lines))
    painted.paste(CONTOUR, mask=mask)
    return painted


def lit(slopes, *, warm=True):
    """Slopes as light: brown or blue in the shade, a little brighter in the sun."""
    dark = (112, 92, 78) if warm else (112, 128, 152)
    return Image.merge("RGB", [slopes.point(_ramp(low)) for low in dark])


def _ramp(low):
    level, high = 240, 255
    below = [round(low + (level - low) * value / 128) for value in range(128)]
    return below + [round(level + (high - level) * value / 127) for value in range(128)]
