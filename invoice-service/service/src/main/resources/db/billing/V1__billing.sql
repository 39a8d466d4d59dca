-- What invoice-service owns. Hot tables lead their key with the customer, so that a database which distributes by customer can.
-- Every statement of the service names the schema, so that it works for a role of any name.

CREATE TABLE customer (
    id         text PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 128),
    name       text        NOT NULL,
    email      text,
    currency   text        NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    zone       text        NOT NULL,
    address    text,
    tax_id     text,
    language   text        NOT NULL,
    version    integer     NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

CREATE TABLE access_key (
    id                text PRIMARY KEY,
    hash              text        NOT NULL UNIQUE,
    role              text        NOT NULL CHECK (role IN ('INGEST', 'OPERATOR', 'CUSTOMER')),
    customer_id       text        CHECK (role <> 'CUSTOMER' OR customer_id IS NOT NULL),
    name              text        NOT NULL,
    created_at        timestamptz NOT NULL,
    revoked_at        timestamptz,
    version           integer     NOT NULL,
    -- The version that access.keys holds; a row with another version still has to be published.
    published_version integer     NOT NULL
);

CREATE INDEX access_key_unpublished ON access_key (id) WHERE published_version <> version;

-- The newest state of every rated line. Updates leave every indexed column alone, so that they stay within their page.
CREATE TABLE rated_line (
    customer_id  text        NOT NULL,
    id           uuid        NOT NULL,
    revision     bigint      NOT NULL,
    partition    integer     NOT NULL,
    billable_at  timestamptz NOT NULL,
    period_start timestamptz NOT NULL,
    period_end   timestamptz NOT NULL,
    kind         text        NOT NULL,
    currency     text        NOT NULL,
    amount       numeric     NOT NULL,
    digest_high  bigint      NOT NULL,
    digest_low   bigint      NOT NULL,
    -- The message as it came, byte for byte.
    content      json        NOT NULL,
    PRIMARY KEY (customer_id, id)
) WITH (fillfactor = 80);

CREATE INDEX rated_line_due ON rated_line (customer_id, billable_at);
CREATE INDEX rated_line_cutoff ON rated_line (billable_at);

-- Answers to barriers: one from each partition of usage.events in each partition of usage.rated.
CREATE TABLE seal (
    close_id        text    NOT NULL,
    usage_partition integer NOT NULL,
    rated_partition integer NOT NULL,
    content         json    NOT NULL,
    PRIMARY KEY (close_id, usage_partition, rated_partition)
);

-- How far each partition of usage.events is rated, as told in each partition of usage.rated; the smallest offset counts.
CREATE TABLE progress (
    usage_partition integer NOT NULL,
    rated_partition integer NOT NULL,
    next_offset     bigint  NOT NULL,
    received_at     timestamptz,
    PRIMARY KEY (usage_partition, rated_partition)
);

-- How far usage.rated was collected: evidence, written in the transaction of the lines.
CREATE TABLE rated_position (
    rated_partition integer PRIMARY KEY,
    next_offset     bigint NOT NULL
);

-- Records of usage.rated that could not be taken.
CREATE TABLE quarantine (
    rated_partition integer NOT NULL,
    rated_offset    bigint  NOT NULL,
    code            text    NOT NULL,
    detail          text    NOT NULL,
    record_key      bytea,
    kind            text,
    content         bytea,
    PRIMARY KEY (rated_partition, rated_offset)
);

CREATE TABLE close (
    id               text PRIMARY KEY,
    cutoff           timestamptz NOT NULL UNIQUE,
    previous_cutoff  timestamptz,
    state            text        NOT NULL CHECK (state IN ('sealing', 'collecting', 'invoicing', 'completed')),
    requested_at     timestamptz NOT NULL,
    requested_by     text        NOT NULL,
    usage_partitions integer,
    rated_partitions integer,
    differences      json,
    proof            json,
    -- Lines of customers that an earlier close had to leave out, taken up by this one.
    carried          json,
    finalized_at     timestamptz,
    outcome          json,
    completed_at     timestamptz,
    idempotency_scope       text,
    idempotency_key         text,
    idempotency_fingerprint text,
    CHECK (previous_cutoff < cutoff),
    CHECK (state = 'sealing' OR usage_partitions IS NOT NULL AND rated_partitions IS NOT NULL),
    CHECK (state IN ('sealing', 'collecting') OR proof IS NOT NULL AND carried IS NOT NULL AND finalized_at IS NOT NULL),
    CHECK (state <> 'completed' OR outcome IS NOT NULL AND completed_at IS NOT NULL),
    UNIQUE (idempotency_scope, idempotency_key)
);

-- One close at a time.
CREATE UNIQUE INDEX close_running ON close ((true)) WHERE state <> 'completed';

-- Up to where the books are closed. Lines billable up to here are frozen: who writes lines holds this row in share mode, who
-- proves a close holds it alone.
CREATE TABLE books (
    one          boolean PRIMARY KEY DEFAULT true CHECK (one),
    closed_until timestamptz
);

INSERT INTO books DEFAULT VALUES;

-- One row for each customer with lines in a close; claimed in batches with FOR UPDATE SKIP LOCKED.
CREATE TABLE close_work (
    close_id    text NOT NULL REFERENCES close (id),
    customer_id text NOT NULL,
    state       text NOT NULL CHECK (state IN ('pending', 'done', 'skipped', 'exception')),
    lines       integer,
    code        text,
    detail      text,
    CHECK ((state = 'exception') = (code IS NOT NULL AND detail IS NOT NULL)),
    PRIMARY KEY (close_id, customer_id)
) WITH (fillfactor = 70);

CREATE INDEX close_work_pending ON close_work (close_id, customer_id) WHERE state = 'pending';
CREATE INDEX close_work_exception ON close_work (customer_id, close_id) WHERE state = 'exception';

-- Up to where all lines of a customer are on invoices (or were skipped by policy).
CREATE TABLE account (
    customer_id  text PRIMARY KEY,
    billed_until timestamptz NOT NULL
);

-- The next number of a series and year. Whoever takes numbers holds the row until the invoices that carry them are committed.
CREATE TABLE invoice_series (
    series text    NOT NULL,
    year   integer NOT NULL,
    next   bigint  NOT NULL,
    PRIMARY KEY (series, year)
);

CREATE TABLE invoice (
    id           uuid PRIMARY KEY,
    number       text        NOT NULL UNIQUE,
    series       text        NOT NULL,
    year         integer     NOT NULL,
    sequence     bigint      NOT NULL,
    close_id     text        NOT NULL REFERENCES close (id),
    customer_id  text        NOT NULL,
    customer_name text       NOT NULL,
    currency     text        NOT NULL,
    period_start timestamptz NOT NULL,
    period_end   timestamptz NOT NULL,
    line_count   integer     NOT NULL,
    total        numeric     NOT NULL,
    finalized_at timestamptz NOT NULL,
    -- The document of record, byte for byte, and its SHA-256.
    document     bytea       NOT NULL,
    sha256       bytea       GENERATED ALWAYS AS (sha256(document)) STORED,
    UNIQUE (series, year, sequence),
    UNIQUE (close_id, customer_id, currency)
);

CREATE INDEX invoice_newest ON invoice (finalized_at, series, sequence);
CREATE INDEX invoice_of_customer ON invoice (customer_id, finalized_at, series, sequence);

-- A rated line is billed once: the key says so.
CREATE TABLE invoice_line (
    customer_id text    NOT NULL,
    line_id     uuid    NOT NULL,
    invoice_id  uuid    NOT NULL REFERENCES invoice (id),
    position    integer NOT NULL,
    amount      numeric NOT NULL,
    PRIMARY KEY (customer_id, line_id)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a finalised invoice never changes: % of % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', HINT = 'Correct it with a credit note or an adjustment line.';
END
$$;

CREATE TRIGGER invoice_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON invoice
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER invoice_line_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON invoice_line
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What still has to be told on billing.events, in order. An invoice is told by reference: its document stands above.
CREATE TABLE outbox (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id    text        NOT NULL UNIQUE,
    type        text        NOT NULL,
    customer_id text,
    occurred_at timestamptz NOT NULL,
    invoice_id  uuid REFERENCES invoice (id),
    content     json,
    CHECK ((invoice_id IS NULL) <> (content IS NULL))
);
