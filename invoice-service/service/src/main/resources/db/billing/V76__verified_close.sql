-- Whether every line has to be computed again, by a second implementation, before the close goes on.
ALTER TABLE close ADD COLUMN verify boolean NOT NULL DEFAULT false;
