"""Pages of members, their people, what they offer, what they have room for, and networks."""
