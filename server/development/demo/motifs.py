"""What the pictures of the demo show: scenes in a light, each with what it looks as if it were made with."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from server.development.painting import abstract, land, scenes, still_lifes, styles
from server.development.painting.canvas import Canvas
from server.development.painting.light import AUTUMN, DAWN, DAY, DUSK, FOG, GOLDEN, NIGHT, STORM
from server.development.painting.still_lifes import APPLE, BOTTLE, BOWL, ORANGE, PEAR, VASE

Paint = Callable[[Canvas], None]


class Motif(NamedTuple):
    scene: Paint
    style: Paint


def film(scene: Callable[..., None], /, **how: object) -> Motif:
    return Motif(partial(scene, **how), styles.film)


def clean(scene: Callable[..., None], /, **how: object) -> Motif:
    return Motif(partial(scene, **how), styles.clean)


_EARTH, _MARS = ("1a2a5a", "3f7fae", "e8efe8"), ("4a2018", "b0563a", "e8b890")
_ROCK, _GIANT = ("3a2a22", "8a7260", "d8c8b0"), ("6a4630", "c9a06a", "f0dfb8")
_POSTER = ("efe6d2", "d9432f", "1f3f6b", "e8b32f", "1a1a1a")
_PAPERS = ("f2e3c9", "e8b48a", "d9795d", "a3455a", "5a2f5f", "2a1f4a", "f7d9a0")
_FRUIT = ((APPLE, "b5382a"), (PEAR, "b9a23c"), (ORANGE, "d9822b"), (ORANGE, "e0912f"))
_PEARS = {
    "top": "b59a7c",
    "vessels": ((BOWL, "e9e2d6"), (VASE, "c98a6a")),
    "fruit": ((PEAR, "c9b04c"), (PEAR, "a9a23c")),
}
_CUP = {"china": "e8e3da", "liquid": "8a5a34"}

STORM_LIGHT = film(scenes.lighthouse, at=STORM)._replace(style=styles.oil)
CALM_LIGHT = film(scenes.lighthouse, at=DUSK)._replace(style=styles.oil)
LIGHTHOUSE = film(scenes.lighthouse, at=DUSK)
NIGHT_LIGHT = film(scenes.lighthouse, at=NIGHT)
NEON_STREET = film(scenes.rainy_street, umbrella="c42a4a")
WARM_STREET = film(scenes.rainy_street, umbrella="e8b32f", colors=("ffb347", "ff6a3d", "ffe3b0"))
BALLOONS = film(scenes.balloons, at=DAWN)
PAINTED_BALLOONS = film(scenes.balloons, at=GOLDEN)._replace(style=styles.watercolor)
LAKE = film(scenes.lake, at=DAY)
AUTUMN_LAKE = film(scenes.lake, at=AUTUMN, trees="8a5a2a")
PEARS = film(still_lifes.still_life, wall="c9b9a3", **_PEARS)
GREY_PEARS = film(still_lifes.still_life, wall="55534e", **_PEARS)
TEA = film(scenes.tea_table, wall="d8c7ae", wood="8a6a4c", clay="7a4a34")
COFFEE = film(still_lifes.cup_from_above, surface="7a5638", **_CUP)
PALE_COFFEE = film(still_lifes.cup_from_above, surface="b89a78", **_CUP)
INK_HILLS = film(scenes.peaks, at=FOG, birds=True)._replace(style=styles.ink)
INK_BOAT = film(scenes.rowing_boat, at=FOG)._replace(style=styles.ink)
MISTY_BOAT = film(scenes.rowing_boat, at=FOG)
BAMBOO = film(land.trunks, light=FOG, color="4f7042", bamboo=True)
PINES = film(land.trunks, light=GOLDEN)
SNOW_PEAKS = film(scenes.peaks, at=DAWN, snow=0.8)
DAWN_PEAKS = film(scenes.peaks, at=DAWN)
CAT = film(scenes.cat_at_window)
JELLYFISH = clean(scenes.jellyfish, colors=("ff9ad5", "9ad8ff"))
BEACH = film(scenes.beach, at=DUSK)
FADED_BEACH = film(scenes.beach, at=DAY)._replace(style=styles.faded)
SKYLINE = film(scenes.night_city, at=NIGHT)
FIREWORKS = film(scenes.night_city, at=NIGHT, show=True)
DUSK_BRIDGE = film(scenes.night_city, at=DUSK, bridge=True)
TOWERS = film(scenes.towers_in_fog, at=GOLDEN)
DUNES = film(scenes.desert, at=GOLDEN)
RED_DUNES = film(scenes.desert, at=DUSK)
BUN = film(scenes.silhouette, at=DUSK, hair="bun")
LONG_HAIR = film(scenes.silhouette, at=GOLDEN, hair="long")
SAILOR = film(scenes.silhouette, at=STORM, hair="cap")._replace(style=styles.charcoal)
DOUBLE = clean(scenes.double_exposure, at=FOG, hair="short")
FRUIT = film(
    still_lifes.still_life, wall="4b4a44", top="6b4630", vessels=((VASE, "35506b"), (BOTTLE, "2f4a35")), fruit=_FRUIT
)
OIL_FRUIT = FRUIT._replace(style=styles.oil)
DRAWN_FRUIT = FRUIT._replace(style=styles.charcoal)
TEAL_PAINT = clean(abstract.marble, colors=("0d2b45", "1f6f78", "e8d5b0", "d9a441"))
ROSE_PAPER = clean(abstract.marble, colors=("3a0f1f", "8a2f4a", "f0e0d0", "c9a06a"))
TORII = film(scenes.shrine, at=DUSK)
BLOSSOM = film(scenes.blossom, ground="9fb8a0", petals="f3c3cf")
LANTERNS = film(scenes.lantern_night)
AURORA = film(scenes.aurora)
HUT = film(scenes.winter_hut, at=DUSK)
BLUE_HUT = film(scenes.winter_hut, at=NIGHT)
FOG_BRIDGE = film(scenes.foggy_bridge, at=FOG)
GREY_BRIDGE = FOG_BRIDGE._replace(style=styles.black_and_white)
LAVENDER = film(scenes.crop_rows, at=DAWN, crop="8a62c0", soil="7a6048")
TEA_FIELD = film(scenes.crop_rows, at=DAWN, crop="4f8a3a", soil="6a5a3a", tree=False)
POPPIES = film(scenes.flower_field, at=DAY, ground="5f7d3a", flowers=("d8432f", "e8563a", "c22f2a"))
MEADOW = film(scenes.flower_field, at=DAWN, ground="6f8a4a", flowers=("f2e9f0", "f2d34a", "b48ad8"))._replace(
    style=styles.watercolor
)
EARTH = film(scenes.worlds, planets=(_EARTH, _ROCK))
MARS = film(scenes.worlds, planets=(_MARS, _ROCK, _ROCK))
SATURN = film(scenes.worlds, planets=(_GIANT,), rings=True)
NEBULA = clean(abstract.nebula, colors=("3a1f8a", "c2347a", "1f8ab0", "e08a3a"))
PAPER = clean(abstract.paper_cut, colors=_PAPERS)
POSTER = clean(abstract.shapes, colors=_POSTER)
CLAY_WALL = film(still_lifes.wall_with_light, wall="c98f6b")
PALE_WALL = film(still_lifes.wall_with_light, wall="d8ccb8")
SYNTHWAVE = clean(abstract.grid)
SAIL = film(scenes.open_sea, at=GOLDEN)
ROUGH_SEA = film(scenes.open_sea, at=STORM, swell=1.0, sail=False)
MILKY_WAY = film(scenes.night_walk)
