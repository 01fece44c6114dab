"""The sheet of the flood a day earlier, while the Telva rose: to be compared with it."""

from functools import partial

from newsportal.demo.maps import flood

draw = partial(flood.draw, stage=flood.RISING)
