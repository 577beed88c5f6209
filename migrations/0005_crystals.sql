-- Crystals: what a reading says of one besides its sites. The first byte of a structure's content says its kind.

ALTER TABLE reading ADD COLUMN formula     text,
                    ADD COLUMN space_group smallint CHECK (space_group >= 1 AND space_group <= 230);

COMMENT ON COLUMN reading.formula IS 'Reduced formula; of crystals only';
COMMENT ON COLUMN reading.space_group IS 'Number of the International Tables; null where none was found, and for molecules';
COMMENT ON COLUMN structure.kind IS '1 molecule, 2 crystal';
