-- Another look at rejected and unmatched events. Which ones is a fact; the owner of each partition writes what came of it.
CREATE TABLE replay (
    id           uuid        PRIMARY KEY,
    code         text,                    -- of this reason, or of any
    customer_id  text COLLATE "C",        -- of this customer, or of all
    author       text        NOT NULL,
    requested_at timestamptz NOT NULL,
    partitions   integer     NOT NULL,
    announced    boolean     NOT NULL DEFAULT false
);
CREATE INDEX replay_unannounced ON replay (id) WHERE NOT announced;

CREATE TABLE replay_progress (
    replay_id  uuid    NOT NULL REFERENCES replay (id),
    partition  integer NOT NULL,
    log_offset bigint  NOT NULL,
    examined   bigint  NOT NULL,
    mended     bigint  NOT NULL, -- rated now, or found to be a repetition
    PRIMARY KEY (replay_id, partition)
);

CREATE INDEX rejection_of_customer ON rejection (customer_id);
