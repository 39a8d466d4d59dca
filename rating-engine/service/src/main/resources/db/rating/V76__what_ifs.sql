-- What a draft of a plan would have cost in periods that are past: what was asked, how far it is, and what came out for each customer.
-- Nothing else reads or writes these tables, and what was billed is not touched. The cursor moves in the transaction that keeps the
-- results, so that a run goes on where it stopped and counts nobody twice.
CREATE TABLE what_if (
    id            text COLLATE "C" PRIMARY KEY,
    plan_key      text        NOT NULL,
    definition    text        NOT NULL, -- of the draft as it was when it was asked
    period_from   date        NOT NULL,
    period_to     date        NOT NULL,
    customers     text[],               -- those that were chosen, or all
    of_customers  bigint      NOT NULL,
    state         text        NOT NULL CHECK (state IN ('running', 'completed', 'cancelled')),
    after_id      text COLLATE "C" NOT NULL DEFAULT '', -- the last customer that was computed
    looked_at     bigint      NOT NULL DEFAULT 0,
    events        bigint      NOT NULL DEFAULT 0,
    created_by    text        NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL
);
CREATE INDEX what_if_running ON what_if (id) WHERE state = 'running';

CREATE TABLE what_if_result (
    what_if_id  text COLLATE "C" NOT NULL REFERENCES what_if (id),
    customer_id text COLLATE "C" NOT NULL,
    currency    text COLLATE "C" NOT NULL, -- '' for a customer that could not be computed
    was         numeric NOT NULL,
    would       numeric NOT NULL,
    delta       numeric NOT NULL CHECK (delta = would - was),
    problem     text, -- why it could not be computed
    PRIMARY KEY (what_if_id, customer_id, currency)
);
CREATE INDEX what_if_result_by_delta ON what_if_result (what_if_id, delta, customer_id, currency);
