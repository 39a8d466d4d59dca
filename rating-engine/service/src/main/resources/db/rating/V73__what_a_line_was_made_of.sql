-- What was applied for a customer at which position: with it a line is explained by what it was made of, whatever changed since.
CREATE TABLE account_history (
    customer_id text COLLATE "C" NOT NULL,
    log_offset  bigint NOT NULL, -- of the record that changed it; -1 for what was applied before this table was there
    applied     jsonb  NOT NULL, -- number of facts by subscription id
    PRIMARY KEY (customer_id, log_offset)
);
INSERT INTO account_history (customer_id, log_offset, applied) SELECT customer_id, -1, applied FROM account;

-- Lines as they were before a correction, a replay, a backfill or a changed subscription replaced them. What only grew with more
-- usage is not kept.
CREATE TABLE line_revision (
    line_id     uuid   NOT NULL,
    revision    bigint NOT NULL,
    customer_id text COLLATE "C" NOT NULL,
    content     text   NOT NULL,
    PRIMARY KEY (line_id, revision)
);
