"""How much of a file from outside we are willing to open."""

MOST_BYTES = 50 * 2**20
MOST_PAGES = 1500
MOST_UNPACKED = 200 * 2**20
MOST_TIMES = 20  # a file may unpack to this many times its size
SMALL_ENOUGH = 2**20  # below this, how many times no longer matters
MOST_PIXELS = 64_000_000
MOST_PARTS = 5000  # files inside an office file
LONGEST_NAME = 120
