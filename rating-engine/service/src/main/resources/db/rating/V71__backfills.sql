-- Usage that is sent in afterwards and counts as one unit: it waits beside the events until the backfill is committed or reverted.
CREATE TABLE backfill (
    id          uuid        PRIMARY KEY,
    name        text        NOT NULL UNIQUE CHECK (name <> ''),
    reason      text        NOT NULL CHECK (reason <> ''),
    customer_id text COLLATE "C",         -- of this customer, or of all
    author      text        NOT NULL,     -- the access key that opened it
    opened_at   timestamptz NOT NULL,
    partitions  integer     NOT NULL,     -- how many have to follow the decision
    decision    text CHECK (decision IN ('commit', 'revert')),
    decided_by  text,
    decided_at  timestamptz,
    announced   boolean     NOT NULL DEFAULT true,
    CHECK ((decision IS NULL) = (decided_by IS NULL) AND (decision IS NULL) = (decided_at IS NULL))
);
CREATE INDEX backfill_unannounced ON backfill (id) WHERE NOT announced;

-- Received and not decided, or reverted. Where the owner has followed a commit they are kept events or repetitions instead.
CREATE TABLE backfill_event (
    backfill_id   uuid        NOT NULL REFERENCES backfill (id),
    log_partition integer     NOT NULL,
    log_offset    bigint      NOT NULL,
    customer_id   text COLLATE "C" NOT NULL,
    source        text COLLATE "C" NOT NULL,
    event_id      text COLLATE "C" NOT NULL,
    received_at   timestamptz NOT NULL,
    event         bytea       NOT NULL, -- as it came
    PRIMARY KEY (backfill_id, log_partition, customer_id, log_offset)
);
CREATE INDEX backfill_event_by_identity ON backfill_event (customer_id, source, event_id);

-- What the owner of a partition did when it read the decision.
CREATE TABLE backfill_progress (
    backfill_id uuid    NOT NULL REFERENCES backfill (id),
    partition   integer NOT NULL,
    log_offset  bigint  NOT NULL,
    rated       bigint  NOT NULL,
    unmatched   bigint  NOT NULL,
    repeated    bigint  NOT NULL, -- known already: duplicates and conflicts
    reverted    bigint  NOT NULL,
    PRIMARY KEY (backfill_id, partition)
);
