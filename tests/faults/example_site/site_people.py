"""Say who the reader may be."""

print("Ada, who chairs the board")
