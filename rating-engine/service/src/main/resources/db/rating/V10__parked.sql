-- Subscriptions that stand still after the pure domain failed on them. The owner of the partition leaves them out of the customer's
-- timeline; the others go on.
ALTER TABLE account ADD COLUMN parked jsonb NOT NULL DEFAULT '[]';

CREATE TABLE parked (
    subscription_id text COLLATE "C" PRIMARY KEY,
    customer_id     text COLLATE "C" NOT NULL,
    log_partition   integer     NOT NULL,
    log_offset      bigint      NOT NULL, -- of the first record of the unit of work that failed
    parked_at       timestamptz NOT NULL, -- the timestamp of that record
    what            text        NOT NULL, -- what was being done
    error           text        NOT NULL, -- what the domain said
    evidence        text        NOT NULL  -- the aggregates that it was done with, and where it failed
);
CREATE INDEX parked_of_partition ON parked (log_partition);
