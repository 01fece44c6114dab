"""A very large picture in squares, so that a browser loads only what it shows."""

TILE_SIZE = 512
TILED_ABOVE_PIXELS = 30_000_000


def write_tiles(image, folder, write):
    """Write every square of every level with `write(name, image)`; gives the listing."""
    levels = []
    while True:
        levels.append(list(image.size))
        for name, box in _squares(folder, len(levels) - 1, image.size):
            write(name, image.crop(box))
        if max(image.size) <= TILE_SIZE:
            return {"folder": folder, "size": TILE_SIZE, "levels": levels}
        image = image.reduce(2)


def tile_names(tiles):
    """The names of the files that a listing stands for."""
    return [
        name
        for level, size in enumerate(tiles["levels"] if tiles else ())
        for name, _box in _squares(tiles["folder"], level, size)
    ]


def _squares(folder, level, size):
    width, height = size
    for top in range(0, height, TILE_SIZE):
        for left in range(0, width, TILE_SIZE):
            box = (left, top, min(left + TILE_SIZE, width), min(top + TILE_SIZE, height))
            yield f"{folder}/{level}/{left // TILE_SIZE}-{top // TILE_SIZE}.webp", box
