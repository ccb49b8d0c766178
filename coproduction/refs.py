"""Made-up names for people who tell us something: drawn by lot, made from nothing about them."""

import secrets

LIST = """
Acorn Alder Almond Amber Anchor Apple Apricot Arbour Arrow Ash Aspen Aster Autumn Badger Bamboo
Barley Basil Bay Beacon Beech Bell Berry Birch Blossom Bluebell Bracken Bramble Breeze Bridge
Brook Buzzard Canary Candle Canyon Caraway Cedar Chalk Cherry Chestnut Clover Cloud Coast Cobalt
Comet Copper Coral Cove Cowslip Crane Cricket Crocus Cuckoo Curlew Cypress Daffodil Daisy Damson
Dawn Deer Delta Dolphin Dove Dragonfly Dunlin Dune Eagle Egret Elder Elm Ember Estuary Falcon
Feather Fennel Fern Field Finch Fir Firefly Fjord Flax Flint Forest Fountain Foxglove Garnet
Ginger Glade Glen Goldfinch Goose Gorse Grove Gull Harbour Hare Harvest Hawthorn Hazel Heath
Heather Hedge Heron Hill Hollow Holly Honey Hoopoe Horizon Ibis Indigo Iris Island Ivy Jackdaw
Jade Jasmine Jay Juniper Kestrel Kingfisher Kite Lagoon Lake Lantern Lapwing Larch Lark Laurel
Lavender Leaf Lemon Lichen Lilac Lily Lime Linden Linnet Lotus Magnolia Maple Marigold Marsh
Martin Meadow Melon Merlin Mint Mist Moonstone Moor Moss Mulberry Myrtle Nectar Nightingale
Nutmeg Oak Oasis Oat Ocean Olive Opal Orange Orchard Orchid Oriole Osprey Otter Owl Oyster Palm
Pansy Papaya Parsley Peach Pear Pearl Pebble Peony Pepper Petal Petrel Pine Pippin Plover Plum
Polar Pond Poplar Poppy Primrose Puffin Quail Quarry Quartz Quince Rain Raspberry Reed Ridge
River Robin Rosemary Rowan Saffron Sage Sandpiper Sapphire Seal Sedge Sesame Shell Shore Silver
Skylark Snowdrop Sorrel Sparrow Spring Spruce Star Starling Stone Stork Stream Summer Summit
Sunflower Swallow Swan Swift Sycamore Tamarind Teal Tern Thistle Thrush Thyme Tide Topaz Tulip
Turnstone Turtle Valley Velvet Vine Violet Wagtail Walnut Warbler Waterfall Wave Wheat Willow
Wren Yarrow Yew Zephyr
"""
WORDS = LIST.split()


def draw() -> str:
    """A word and a number, as Heron-42."""
    return f"{secrets.choice(WORDS)}-{10 + secrets.randbelow(90)}"
