-- What columns mean since relaxations count as progress and sites may be shared.

COMMENT ON COLUMN work.attempts IS 'Leases since it last got on, given-back ones left out';
COMMENT ON COLUMN structure.kind IS '1 molecule, 2 crystal, or a composition, which is a crystal without a cell';
COMMENT ON COLUMN structure.content IS 'The structure as core writes it (molecule_graph.h, crystal.h)';
COMMENT ON COLUMN reading.formula IS 'Reduced formula of a crystal or composition, parts of atoms as decimals; null for molecules and what could not be read';
