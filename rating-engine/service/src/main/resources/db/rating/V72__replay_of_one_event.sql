-- A replay may ask for one event: then these two stand beside its customer.
ALTER TABLE replay ADD COLUMN source text COLLATE "C";
ALTER TABLE replay ADD COLUMN event_id text COLLATE "C";
ALTER TABLE replay ADD CONSTRAINT one_event_is_named_whole
    CHECK ((source IS NULL) = (event_id IS NULL) AND (source IS NULL OR customer_id IS NOT NULL));
