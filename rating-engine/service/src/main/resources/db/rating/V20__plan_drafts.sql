-- What a plan is to become: at most one draft of each plan. The number of an edit comes from a sequence, so that a draft which was
-- discarded and begun again never looks like the one that somebody read before.
CREATE SEQUENCE plan_draft_edit;

CREATE TABLE plan_draft (
    plan_key   text COLLATE "C" PRIMARY KEY,
    definition jsonb       NOT NULL,
    edit       bigint      NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

-- When a version was taken off sale; those who are on it stay on it.
ALTER TABLE plan_version ADD COLUMN archived_at timestamptz;
