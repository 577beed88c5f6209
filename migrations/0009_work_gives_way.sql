-- A relaxation that has had its turn lets other screenings go first.

ALTER TABLE work ADD COLUMN gave_way boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN work.gave_way IS 'Whether it was put back after a turn, for others to go first: until not_before it is leased only where nothing else is ready';
