"""How a picture is cut around its focal point, as the form shows it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Crop:
    """A part of a picture: its shape, and where it lies."""

    label: str
    image: object
    ratio: float

    @property
    def view_box(self):
        """The part as the viewBox of a drawing that shows the whole picture."""
        width = min(self.image.width, self.image.height * self.ratio)
        height = width / self.ratio
        left = (self.image.width - width) * self.image.focal_x / 100
        top = (self.image.height - height) * self.image.focal_y / 100
        return f"{left:.0f} {top:.0f} {width:.0f} {height:.0f}"


def crops(image):
    """The shapes that other sites and our lists show."""
    if not image.has_file:
        return []
    return [
        Crop(_("Cards on other sites, 1200 × 630"), image, 1200 / 630),
        Crop(_("Square"), image, 1),
    ]
