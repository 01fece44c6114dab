"""A number for what a picture looks like, to find copies that were scaled or saved anew."""

from PIL import Image

from articles.images.pixels import on_paper

# Of 64 bits; copies differ in a few, other maps of the same area in a dozen or more.
ALIKE_BITS = 6
SIGN = 1 << 63


def looks_of(image):
    """The difference hash: one bit for each pair of neighbours in a 9 x 8 miniature."""
    small = on_paper(image).convert("L").resize((9, 8), Image.Resampling.BOX)
    grey = small.tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            at = row * 9 + column
            bits = bits << 1 | (grey[at] > grey[at + 1])
    return bits - (bits & SIGN) * 2  # databases have signed numbers


def difference(looks, others):
    """In how many of 64 bits two pictures differ."""
    return ((looks ^ others) & (SIGN * 2 - 1)).bit_count()
