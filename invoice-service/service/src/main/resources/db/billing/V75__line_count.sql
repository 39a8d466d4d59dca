-- In which partition of usage.rated a line stands. Lines that were collected before this was kept have none, and are not compared.
ALTER TABLE rated_line ADD COLUMN rated_partition integer;

-- What was held of the lines of a partition of usage.events, in each partition of usage.rated, at the record that told how many there are.
CREATE TABLE line_count (
    usage_partition integer NOT NULL,
    rated_partition integer NOT NULL,
    asked_offset    bigint  NOT NULL,
    lines           bigint  NOT NULL,
    digest          text    NOT NULL,
    damaged         text, -- lines whose columns say otherwise than the message that was kept
    PRIMARY KEY (usage_partition, rated_partition)
);
