"""What uploads of large pictures hold in memory, against their pixels as a decoder holds them.

Each is read in a process of its own: first as the request reads it (one quick file), then as the
background task does (all files, tiles too).
"""

import io
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.rounds import at_most

# By megapixels.
SIZES = {25: (6000, 4200), 100: (11_800, 8450)}
BYTES_PER_PIXEL = 4
# The most that a stage may hold, as multiples of the pixels; lossless WebP takes four by itself.
TARGETS = {"request": 1.5, "task": 4.5}
FILES = {"drawn map": "map.png", "photo": "photo.jpg"}


def measure():
    """Peak memory of each stage as a ratio to the pixels."""
    measured = {}
    with tempfile.TemporaryDirectory() as folder:
        for megapixels, size in SIZES.items():
            for what, name in FILES.items():
                path = Path(folder, f"{megapixels}-{name}")
                _in_a_process("draw", path, *size)
                for stage, target in TARGETS.items():
                    held = _in_a_process(stage, path) / (size[0] * size[1] * BYTES_PER_PIXEL)
                    title = f"peak memory of the {stage}, {what} of {megapixels} MP / its pixels"
                    measured[title] = at_most(held, target)
    return measured


def _in_a_process(*words):
    command = [sys.executable, "-W", "ignore", "-m", "bench.pictures", *map(str, words)]
    done = subprocess.run(command, capture_output=True, check=True)
    return json.loads(done.stdout)


def draw(path, width, height):
    """A file of that size: plain tints and lines as PNG, noise as JPEG."""
    from PIL import Image

    from tests.factories import make_picture

    size = int(width), int(height)
    if path.endswith(".png"):
        make_picture(size=size).save(path, compress_level=1)
    else:
        Image.effect_noise(size, 40).convert("RGB").save(path, quality=85)
    return 0


def request(path):
    """The bytes that the quick file costs above what the process held."""
    return _peak_of(path, 1200, lambda writer: writer.quick())


def task(path):
    """The bytes that all files cost."""
    return _peak_of(path, None, lambda writer: writer.everything((50, 50)))


def _peak_of(path, width, write):
    from django.core.files import File
    from PIL import Image

    from articles.images import Writer, read_upload

    small = io.BytesIO()
    Image.new("RGB", (60, 40)).save(small, format="PNG")
    with Path(path).open("rb") as large:
        for file in (File(small, name="small.png"), File(large, name=path)):
            before = _peak()
            upload = read_upload(file, width=width)
            write(Writer(upload, folder="maps/bench", rights={}, keep=_dropped))
    return _peak() - before


def _dropped(storage, name, content):
    return name


def _peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    import django

    django.setup()
    stage, *words = sys.argv[1:]
    print(json.dumps({"draw": draw, "request": request, "task": task}[stage](*words)))
