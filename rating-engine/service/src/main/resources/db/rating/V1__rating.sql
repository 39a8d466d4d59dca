-- What rating-engine owns. Every hot table leads its key with the customer, so that a database which shards by customer can
-- distribute it. Text keys sort by bytes (collation "C"): the same order everywhere, and the cheapest to compare.

-- Reference data ---------------------------------------------------------------------------------------------------------

-- One row; the version grows with every change of a meter or a plan, and a unit of work that sees another one reads them again.
CREATE TABLE catalog (
    one     boolean PRIMARY KEY DEFAULT true CHECK (one),
    version bigint NOT NULL
);
INSERT INTO catalog (version) VALUES (1);

CREATE TABLE meter (
    key        text COLLATE "C" PRIMARY KEY,
    definition jsonb       NOT NULL,
    announced  boolean     NOT NULL DEFAULT false, -- whether catalog.meters holds this state
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

CREATE TABLE plan_version (
    plan_key     text COLLATE "C" NOT NULL,
    version      integer     NOT NULL CHECK (version > 0),
    state        text        NOT NULL CHECK (state IN ('draft', 'published', 'archived')),
    definition   jsonb       NOT NULL,
    content_hash uuid        NOT NULL, -- of the definition: the same content again makes no new version
    published_at timestamptz,
    PRIMARY KEY (plan_key, version)
);

CREATE TABLE subscription (
    id            text COLLATE "C" PRIMARY KEY,
    customer_id   text COLLATE "C" NOT NULL,
    log_partition integer     NOT NULL,
    definition    jsonb       NOT NULL, -- with the dated changes
    announced     boolean     NOT NULL DEFAULT false, -- whether the log holds a customer-changed record for this version
    version       bigint      NOT NULL DEFAULT 1,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL
);
CREATE INDEX subscription_of_customer ON subscription (customer_id, id);
CREATE INDEX subscription_of_partition ON subscription (log_partition, customer_id);
CREATE INDEX subscription_unannounced ON subscription (id) WHERE NOT announced;

-- Answers of commands that came with an Idempotency-Key.
CREATE TABLE command (
    scope       text COLLATE "C" NOT NULL, -- the access key that sent it
    key         text COLLATE "C" NOT NULL,
    fingerprint text        NOT NULL, -- what was asked
    answer      text        NOT NULL,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (scope, key)
);
CREATE INDEX command_by_age ON command (created_at);

-- The log ----------------------------------------------------------------------------------------------------------------

-- How far each partition of usage.events is done, moved by compare-and-set in the transaction that did the work, and the
-- ledger: every usage record that was received ended in exactly one disposition.
CREATE TABLE log_position (
    partition        integer PRIMARY KEY,
    next_offset      bigint  NOT NULL,
    received         bigint  NOT NULL DEFAULT 0,
    rated            bigint  NOT NULL DEFAULT 0 CHECK (rated >= 0),
    duplicate        bigint  NOT NULL DEFAULT 0 CHECK (duplicate >= 0),
    conflict         bigint  NOT NULL DEFAULT 0 CHECK (conflict >= 0),
    unmatched        bigint  NOT NULL DEFAULT 0 CHECK (unmatched >= 0),
    rejected         bigint  NOT NULL DEFAULT 0 CHECK (rejected >= 0),
    voided           bigint  NOT NULL DEFAULT 0 CHECK (voided >= 0),
    superseded       bigint  NOT NULL DEFAULT 0 CHECK (superseded >= 0),
    control          bigint  NOT NULL DEFAULT 0 CHECK (control >= 0),
    sealed_until     timestamptz,
    last_received_at timestamptz,
    CONSTRAINT every_event_has_one_disposition
        CHECK (received = rated + duplicate + conflict + unmatched + rejected + voided + superseded)
);

-- How far the results of each partition are known to stand in the log: every line that records before next_offset changed, every
-- rejection and every seal before it. What lies after it goes out again after a restart. A row of its own, because it is written
-- beside the units of work, which hold the row of log_position.
CREATE TABLE publication (
    partition   integer PRIMARY KEY,
    next_offset bigint NOT NULL
);

-- Accepted events. The identity has no time in it and no expiry.
CREATE TABLE event (
    customer_id   text COLLATE "C" NOT NULL,
    source        text COLLATE "C" NOT NULL,
    event_id      text COLLATE "C" NOT NULL,
    type          text COLLATE "C" NOT NULL,
    occurred_at   timestamptz NOT NULL,
    received_at   timestamptz NOT NULL,
    data          text        NOT NULL,
    content_hash  uuid        NOT NULL, -- of type, time and data in canonical form
    disposition   text        NOT NULL CHECK (disposition IN ('rated', 'unmatched', 'voided', 'superseded')),
    reason        text        NOT NULL,
    log_partition integer     NOT NULL,
    log_offset    bigint      NOT NULL,
    PRIMARY KEY (customer_id, source, event_id)
) PARTITION BY HASH (customer_id);

DO $$
BEGIN
    FOR i IN 0..7 LOOP
        EXECUTE format('CREATE TABLE event_%s PARTITION OF event FOR VALUES WITH (MODULUS 8, REMAINDER %s)', i, i);
    END LOOP;
END $$;

CREATE INDEX event_by_time ON event (customer_id, type, occurred_at);
CREATE INDEX event_unmatched ON event (customer_id, source, event_id) WHERE disposition = 'unmatched';

-- Records whose identity was known already: the same content (a duplicate) or another one (a conflict, kept as it came).
CREATE TABLE repeat (
    log_partition integer NOT NULL,
    log_offset    bigint  NOT NULL,
    customer_id   text COLLATE "C" NOT NULL,
    source        text COLLATE "C" NOT NULL,
    event_id      text COLLATE "C" NOT NULL,
    kind          text    NOT NULL CHECK (kind IN ('duplicate', 'conflict')),
    received_at   timestamptz NOT NULL,
    event         bytea, -- of a conflict
    PRIMARY KEY (log_partition, log_offset)
);
CREATE INDEX repeat_by_identity ON repeat (customer_id, source, event_id);

-- Records that are no acceptable events, as they came.
CREATE TABLE rejection (
    log_partition integer     NOT NULL,
    log_offset    bigint      NOT NULL,
    customer_id   text COLLATE "C", -- the record's key, if it has one
    code          text        NOT NULL,
    pointer       text        NOT NULL,
    detail        text        NOT NULL,
    received_at   timestamptz NOT NULL,
    event         bytea       NOT NULL,
    PRIMARY KEY (log_partition, log_offset)
);

-- Aggregates and lines ---------------------------------------------------------------------------------------------------

-- What the owner of a customer's partition has applied: how many facts of each subscription it has read with customer-changed
-- records, and how far the periods are opened, which means that every line of a period that started by then exists.
CREATE TABLE account (
    customer_id   text COLLATE "C" PRIMARY KEY,
    log_partition integer     NOT NULL,
    applied       jsonb       NOT NULL, -- number of facts by subscription id
    opened_until  timestamptz NOT NULL,
    next_due      timestamptz NOT NULL  -- no further line comes into being before
);
CREATE INDEX account_due ON account (log_partition, next_due);

CREATE TABLE series (
    customer_id     text COLLATE "C" NOT NULL,
    subscription_id text COLLATE "C" NOT NULL,
    period_start    timestamptz NOT NULL, -- of the billing period
    period_end      timestamptz NOT NULL,
    charge_key      text COLLATE "C" NOT NULL,
    state           text        NOT NULL,
    event_count     bigint      NOT NULL,
    digest_high     bigint      NOT NULL,
    digest_low      bigint      NOT NULL,
    PRIMARY KEY (customer_id, subscription_id, period_start, charge_key)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);

-- The values that a UNIQUE_COUNT series has seen.
CREATE TABLE unique_value (
    customer_id text COLLATE "C" NOT NULL,
    series_id   uuid NOT NULL,
    value       text COLLATE "C" NOT NULL,
    PRIMARY KEY (customer_id, series_id, value)
);

-- The levels of a gauge, the samples of a percentile, the amounts of transactions: quantities that are kept with their time.
CREATE TABLE level_point (
    customer_id text COLLATE "C" NOT NULL,
    meter_key   text COLLATE "C" NOT NULL,
    group_key   text COLLATE "C" NOT NULL,
    occurred_at timestamptz NOT NULL,
    source      text COLLATE "C" NOT NULL,
    event_id    text COLLATE "C" NOT NULL,
    level       numeric NOT NULL,
    PRIMARY KEY (customer_id, meter_key, group_key, occurred_at, source, event_id)
);

CREATE TABLE line (
    customer_id     text COLLATE "C" NOT NULL,
    subscription_id text COLLATE "C" NOT NULL,
    period_start    timestamptz NOT NULL, -- of the billing period in which the line was made
    period_end      timestamptz NOT NULL,
    id              uuid        NOT NULL,
    log_partition   integer     NOT NULL,
    charge_key      text COLLATE "C" NOT NULL,
    kind            text        NOT NULL,
    billable_at     timestamptz NOT NULL,
    adjusts         uuid,
    revision        bigint      NOT NULL,
    content         text        NOT NULL, -- the rated line as it is published
    PRIMARY KEY (customer_id, subscription_id, period_start, id)
) WITH (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX line_by_id ON line (id);
CREATE INDEX line_billable ON line (log_partition, billable_at, customer_id, id);

-- What was answered to a close, to be said again if it asks again.
CREATE TABLE seal (
    close_id   text COLLATE "C" NOT NULL,
    partition  integer     NOT NULL,
    cutoff     timestamptz NOT NULL,
    log_offset bigint      NOT NULL,
    result     jsonb       NOT NULL,
    PRIMARY KEY (close_id, partition)
);
CREATE INDEX seal_by_position ON seal (partition, log_offset);
