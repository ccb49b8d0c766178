"""The twenty wards of Tower Hamlets as tiles, laid out by eye; the codes are ours."""

from alliance.figures.tiles import Tile

WARDS = [
    Tile("Wea", "Weavers", 0, 0),
    Tile("BGW", "Bethnal Green West", 1, 0),
    Tile("BGE", "Bethnal Green East", 2, 0),
    Tile("BoW", "Bow West", 3, 0),
    Tile("BoE", "Bow East", 4, 0),
    Tile("Spi", "Spitalfields & Banglatown", 0, 1),
    Tile("StG", "Stepney Green", 1, 1),
    Tile("StD", "St Dunstan's", 2, 1),
    Tile("Mil", "Mile End", 3, 1),
    Tile("BrN", "Bromley North", 4, 1),
    Tile("Whi", "Whitechapel", 0, 2),
    Tile("Sha", "Shadwell", 1, 2),
    Tile("Lim", "Limehouse", 2, 2),
    Tile("Lan", "Lansbury", 3, 2),
    Tile("BrS", "Bromley South", 4, 2),
    Tile("StK", "St Katharine's & Wapping", 1, 3),
    Tile("CaW", "Canary Wharf", 2, 3),
    Tile("Pop", "Poplar", 3, 3),
    Tile("Bla", "Blackwall & Cubitt Town", 3, 4),
    Tile("Isl", "Island Gardens", 2, 4),
]
