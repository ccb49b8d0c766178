"""Every write of the board: seats, agendas, meetings, papers, packs, decisions, minutes."""
