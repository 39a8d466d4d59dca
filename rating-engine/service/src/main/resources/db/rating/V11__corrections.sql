-- Corrections of single events: facts with author and reason. The owner of the customer's partition applies a fact when it reads the
-- record that announces it.
CREATE TABLE correction (
    id              uuid        PRIMARY KEY,
    kind            text        NOT NULL CHECK (kind IN ('void', 'amend', 'release')),
    customer_id     text COLLATE "C" NOT NULL,
    source          text COLLATE "C" NOT NULL,
    event_id        text COLLATE "C" NOT NULL,
    reason          text        NOT NULL CHECK (reason <> ''),
    author          text        NOT NULL, -- the access key that asked
    requested_at    timestamptz NOT NULL,
    replacement     text,                 -- the event that counts instead, in structured mode
    replacement_id  text COLLATE "C",
    announced       boolean     NOT NULL DEFAULT false,
    applied_offset  bigint,               -- position of the record with which it took effect
    outcome         text,                 -- applied, or why it was not
    command_scope   text COLLATE "C",
    command_key     text COLLATE "C",
    fingerprint     text
);
-- An event ends once: of two people who void or amend it, one wins.
CREATE UNIQUE INDEX correction_ends_event ON correction (customer_id, source, event_id)
    WHERE kind IN ('void', 'amend') AND (outcome IS NULL OR outcome = 'applied');
CREATE UNIQUE INDEX correction_of_command ON correction (command_scope, command_key);
CREATE INDEX correction_of_customer ON correction (customer_id, id);
CREATE INDEX correction_unannounced ON correction (id) WHERE NOT announced;
-- The event that an amendment made leads back to the one that it replaces.
CREATE INDEX correction_made ON correction (customer_id, source, replacement_id) WHERE replacement_id IS NOT NULL;

-- Every change of the disposition of an event after it arrived, with the position of the record that changed it.
CREATE TABLE event_change (
    customer_id        text COLLATE "C" NOT NULL,
    source             text COLLATE "C" NOT NULL,
    event_id           text COLLATE "C" NOT NULL,
    log_offset         bigint  NOT NULL,
    log_partition      integer NOT NULL,
    disposition_before text    NOT NULL,
    reason_before      text    NOT NULL,
    disposition        text    NOT NULL,
    reason             text    NOT NULL,
    PRIMARY KEY (customer_id, source, event_id, log_offset)
);
