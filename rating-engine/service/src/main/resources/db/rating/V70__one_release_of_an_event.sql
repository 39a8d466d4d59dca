-- Held usage is released once: of two people who do it at the same time, one wins.
CREATE UNIQUE INDEX correction_releases_event ON correction (customer_id, source, event_id)
    WHERE kind = 'release' AND (outcome IS NULL OR outcome = 'applied');
