-- A close is reviewed and approved before its invoices are made.

DO $$
DECLARE
    held record;
BEGIN
    FOR held IN SELECT conname FROM pg_constraint WHERE conrelid = 'close'::regclass AND contype = 'c' LOOP
        EXECUTE format('ALTER TABLE close DROP CONSTRAINT %I', held.conname);
    END LOOP;
END $$;

ALTER TABLE close DROP CONSTRAINT close_cutoff_key;
DROP INDEX close_running;

UPDATE close SET state = 'sealing' WHERE state = 'collecting';
UPDATE close SET state = 'finalizing' WHERE state = 'invoicing';

ALTER TABLE close
    -- Whether it goes on by itself where the policy lets it.
    ADD COLUMN drive            text NOT NULL DEFAULT 'auto' CHECK (drive IN ('auto', 'manual')),
    -- The cancelled close with the same cut-off whose barrier and answers this one takes up.
    ADD COLUMN sealed_by        text REFERENCES close (id),
    -- Records of usage.rated that were put aside when it was proven.
    ADD COLUMN put_aside        bigint,
    -- Totals and variance of the drafts; present when every draft stands.
    ADD COLUMN review           json,
    ADD COLUMN approved_by      text,
    ADD COLUMN approved_at      timestamptz,
    ADD COLUMN cancelled_by     text,
    ADD COLUMN cancelled_at     timestamptz,
    ADD COLUMN cancel_reason    text,
    ADD CHECK (state IN ('planned', 'sealing', 'review', 'approved', 'finalizing', 'completed', 'cancelled')),
    ADD CHECK (previous_cutoff < cutoff),
    ADD CHECK ((usage_partitions IS NULL) = (rated_partitions IS NULL)),
    ADD CHECK (state IN ('planned', 'sealing', 'cancelled')
        OR usage_partitions IS NOT NULL AND proof IS NOT NULL AND carried IS NOT NULL),
    ADD CHECK (state NOT IN ('finalizing', 'completed') OR finalized_at IS NOT NULL),
    ADD CHECK (state <> 'completed' OR outcome IS NOT NULL AND completed_at IS NOT NULL),
    ADD CHECK (state <> 'cancelled' OR cancelled_by IS NOT NULL AND cancelled_at IS NOT NULL AND cancel_reason IS NOT NULL),
    ADD CHECK ((approved_by IS NULL) = (approved_at IS NULL));

UPDATE close SET approved_by = requested_by, approved_at = requested_at WHERE state IN ('finalizing', 'completed');

ALTER TABLE close ADD CHECK (state NOT IN ('approved', 'finalizing', 'completed') OR approved_by IS NOT NULL);

CREATE INDEX close_newest ON close (cutoff DESC, requested_at DESC);
CREATE UNIQUE INDEX close_of_cutoff ON close (cutoff) WHERE state <> 'cancelled';
-- One close at a time.
CREATE UNIQUE INDEX close_running ON close ((true)) WHERE state NOT IN ('completed', 'cancelled');

-- pending: a draft is to be made; drafted: it stands and waits for the approval; released: its close was cancelled.
ALTER TABLE close_work DROP CONSTRAINT close_work_state_check;
ALTER TABLE close_work ADD CONSTRAINT close_work_state_check
    CHECK (state IN ('pending', 'drafted', 'done', 'skipped', 'exception', 'released'));
DROP INDEX close_work_pending;
DROP INDEX close_work_exception;
CREATE INDEX close_work_open ON close_work (close_id, state, customer_id) WHERE state IN ('pending', 'drafted');
CREATE INDEX close_work_left_out ON close_work (customer_id, close_id) WHERE state IN ('exception', 'released');

UPDATE close_work SET state = 'drafted' WHERE state = 'pending';

-- The review of an invoice that a close will make: what it comes to, and why it differs from the one before. The lines are frozen,
-- so that the draft is made anew from them at any time, with the same ids.
CREATE TABLE close_draft (
    close_id    text        NOT NULL REFERENCES close (id),
    customer_id text        NOT NULL,
    currency    text        NOT NULL,
    cutoff      timestamptz NOT NULL,
    line_count  integer     NOT NULL,
    event_count bigint      NOT NULL,
    digest      text        NOT NULL,
    total       numeric     NOT NULL,
    previous    numeric     NOT NULL,
    volume      numeric     NOT NULL,
    price       numeric     NOT NULL,
    tier        numeric     NOT NULL,
    mix         numeric     NOT NULL,
    add_on      numeric     NOT NULL,
    late        numeric     NOT NULL,
    correction  numeric     NOT NULL,
    -- Whether it became an invoice.
    billed      boolean     NOT NULL DEFAULT false,
    CHECK (total - previous = volume + price + tier + mix + add_on + late + correction),
    PRIMARY KEY (close_id, customer_id, currency)
) WITH (fillfactor = 80);

CREATE INDEX close_draft_trail ON close_draft (customer_id, cutoff DESC) WHERE billed;

-- What looks odd; it keeps nobody from approving.
CREATE TABLE close_anomaly (
    close_id    text    NOT NULL REFERENCES close (id),
    customer_id text    NOT NULL,
    currency    text    NOT NULL,
    position    integer NOT NULL,
    code        text    NOT NULL,
    score       text,
    sentence    text    NOT NULL,
    PRIMARY KEY (close_id, customer_id, currency, position)
);

-- What has to be mended or waived by name before a close is approved.
CREATE TABLE close_exception (
    close_id        text    NOT NULL REFERENCES close (id),
    -- Derived from what it is about: the same in the next close.
    id              uuid    NOT NULL,
    code            text    NOT NULL,
    customer_id     text,
    subscription_id text,
    partition       integer,
    reason          text,
    count           bigint  NOT NULL,
    sentence        text    NOT NULL,
    remedy          text    NOT NULL,
    state           text    NOT NULL CHECK (state IN ('open', 'mended', 'waived')),
    waived_by       text,
    waiver_reason   text,
    waived_at       timestamptz,
    CHECK (state <> 'waived' OR waived_by IS NOT NULL AND waiver_reason IS NOT NULL AND waived_at IS NOT NULL),
    PRIMARY KEY (close_id, id)
);

CREATE INDEX close_exception_customer ON close_exception (close_id, customer_id);

-- Which lines the last invoices of a customer held: what the next review compares with.
CREATE TABLE billed_window (
    customer_id text PRIMARY KEY,
    close_id    text        NOT NULL REFERENCES close (id),
    after       timestamptz,
    until       timestamptz NOT NULL,
    -- When invoices are expected again at the latest.
    due         timestamptz NOT NULL
);

CREATE INDEX billed_window_due ON billed_window (due);
