-- What happens to an invoice after it was finalised. The row of the account is the lock of all commands on one invoice.
CREATE TABLE invoice_account (
    invoice_id  uuid PRIMARY KEY REFERENCES invoice (id),
    customer_id text        NOT NULL,
    currency    text        NOT NULL,
    state       text        NOT NULL CHECK (state IN ('finalized', 'partly_paid', 'paid', 'voided', 'uncollectible')),
    due_at      timestamptz NOT NULL,
    total       numeric     NOT NULL,
    due         numeric     NOT NULL CHECK (due >= 0),
    paid        numeric     NOT NULL CHECK (paid >= 0),
    -- What credit notes gave back, and the part of it that lowered what was open.
    credited    numeric     NOT NULL CHECK (credited >= 0),
    settled     numeric     NOT NULL CHECK (settled >= 0),
    version     integer     NOT NULL,
    overdue_told boolean    NOT NULL DEFAULT false,
    CHECK (paid + settled <= due),
    CHECK (credited = 0 OR credited <= total),
    CHECK ((state = 'paid') = (paid + settled = due) OR state = 'voided')
) WITH (fillfactor = 80);

CREATE INDEX invoice_account_open ON invoice_account (due_at) WHERE state IN ('finalized', 'partly_paid') AND NOT overdue_told;
CREATE INDEX invoice_account_of_customer ON invoice_account (customer_id, due_at);

INSERT INTO invoice_account
SELECT id, customer_id, currency, CASE WHEN total > 0 THEN 'finalized' ELSE 'paid' END, finalized_at, total,
    GREATEST(total, 0), 0, 0, 0, 0
FROM invoice;

CREATE TABLE payment (
    id          uuid PRIMARY KEY,
    invoice_id  uuid        NOT NULL REFERENCES invoice (id),
    customer_id text        NOT NULL,
    currency    text        NOT NULL,
    amount      numeric     NOT NULL CHECK (amount > 0),
    received_on date        NOT NULL,
    reference   text,
    recorded_at timestamptz NOT NULL,
    recorded_by text        NOT NULL
);

CREATE INDEX payment_of_invoice ON payment (invoice_id);

CREATE TABLE credit_note (
    id          uuid PRIMARY KEY,
    number      text        NOT NULL UNIQUE,
    series      text        NOT NULL,
    year        integer     NOT NULL,
    sequence    bigint      NOT NULL,
    invoice_id  uuid        NOT NULL REFERENCES invoice (id),
    customer_id text        NOT NULL,
    currency    text        NOT NULL,
    total       numeric     NOT NULL CHECK (total > 0),
    created_at  timestamptz NOT NULL,
    root        text        NOT NULL CHECK (root ~ '^[0-9a-f]{64}$'),
    document    bytea       NOT NULL,
    sha256      bytea       GENERATED ALWAYS AS (sha256(document)) STORED,
    UNIQUE (series, year, sequence)
);

CREATE INDEX credit_note_of_invoice ON credit_note (invoice_id);
CREATE INDEX credit_note_of_customer ON credit_note (customer_id, id);

CREATE TABLE credit_note_line (
    credit_note_id uuid    NOT NULL REFERENCES credit_note (id),
    invoice_id     uuid    NOT NULL,
    line_id        uuid    NOT NULL,
    amount         numeric NOT NULL,
    PRIMARY KEY (credit_note_id, line_id)
);

CREATE INDEX credit_note_line_of_invoice ON credit_note_line (invoice_id);

CREATE TRIGGER payment_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON payment
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER credit_note_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON credit_note
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER credit_note_line_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON credit_note_line
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Commands that their callers may send again: the answer of the first is the answer of all.
CREATE TABLE command (
    scope       text NOT NULL,
    key         text NOT NULL,
    fingerprint text NOT NULL,
    answer      json NOT NULL,
    PRIMARY KEY (scope, key)
);
