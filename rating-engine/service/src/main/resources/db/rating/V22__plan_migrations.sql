-- Subscribers that are moved from versions of a plan to another one: what was ordered, how far it is, and what became of each. The
-- cursor moves in the transaction that adds the facts, so a migration goes on where it stopped and moves nobody twice.
CREATE TABLE plan_migration (
    id         text COLLATE "C" PRIMARY KEY,
    ordered    jsonb       NOT NULL,
    state      text        NOT NULL CHECK (state IN ('running', 'completed', 'cancelled')),
    after_id   text COLLATE "C" NOT NULL DEFAULT '', -- the last subscription that was looked at
    looked_at  bigint      NOT NULL DEFAULT 0,
    moved      bigint      NOT NULL DEFAULT 0,
    refused    bigint      NOT NULL DEFAULT 0,
    created_by text        NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX plan_migration_running ON plan_migration (id) WHERE state = 'running';

CREATE TABLE plan_migration_item (
    migration_id    text COLLATE "C" NOT NULL,
    subscription_id text COLLATE "C" NOT NULL,
    customer_id     text COLLATE "C" NOT NULL,
    state           text        NOT NULL CHECK (state IN ('moved', 'refused')),
    plan_key        text        NOT NULL,
    plan_version    integer     NOT NULL,
    effective_at    timestamptz,
    code            text,
    detail          text,
    PRIMARY KEY (migration_id, subscription_id)
);
