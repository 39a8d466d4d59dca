-- The log without gaps: where the ledger of a partition begins, and the positions that the log itself leaves empty (the ends of foreign
-- transactions). A ledger that is there already is taken to begin where its records say.
ALTER TABLE log_position ADD COLUMN first_offset bigint, ADD COLUMN holes bigint NOT NULL DEFAULT 0 CHECK (holes >= 0);
UPDATE log_position SET first_offset = next_offset - received - control;
ALTER TABLE log_position ALTER COLUMN first_offset SET NOT NULL;

-- What the doors say that they let in, in each partition: absolute counts since a door was started.
CREATE TABLE door_count (
    log_partition   integer     NOT NULL,
    door            uuid        NOT NULL,
    started_at      timestamptz NOT NULL,
    counted_at      timestamptz NOT NULL,
    received        bigint      NOT NULL, -- by the door, whatever the partition
    accepted        bigint      NOT NULL,
    refused         bigint      NOT NULL,
    unacknowledged  bigint      NOT NULL,
    under_way       bigint      NOT NULL,
    accepted_here   bigint      NOT NULL, -- into this partition
    PRIMARY KEY (log_partition, door)
);

-- The lines of a partition that no close holds, at a position, and what was found of them where they are billed.
CREATE TABLE line_count (
    log_partition    integer     PRIMARY KEY,
    log_offset       bigint      NOT NULL, -- of the record that asked
    counted_at       timestamptz NOT NULL,
    lines            bigint      NOT NULL,
    digest           text        NOT NULL,
    collected_offset bigint,               -- of the record that was answered
    collected_at     timestamptz,
    compared_lines   bigint,               -- as counted here when the answer was asked for
    collected_lines  bigint,
    same_digest      boolean,
    detail           text                  -- which lines are damaged where they were collected
);

-- The checks that read whole tables, as they were found last.
CREATE TABLE deep_check (
    name       text COLLATE "C" NOT NULL,
    partition  integer     NOT NULL,
    expected   bigint      NOT NULL,
    found      bigint      NOT NULL,
    difference bigint      NOT NULL,
    detail     text,
    checked_at timestamptz NOT NULL,
    PRIMARY KEY (name, partition)
);

-- The checks that read a few rows only, as they stand; also within the transaction that answers a close.
CREATE VIEW light_check AS
SELECT p.partition, c.name, c.expected::bigint, c.found::bigint, abs(c.expected - c.found)::bigint AS difference, c.detail, c.checked_at
  FROM log_position AS p
  LEFT JOIN (SELECT log_partition, sum(accepted_here) AS accepted FROM door_count GROUP BY log_partition) AS door
    ON door.log_partition = p.partition
  LEFT JOIN line_count AS line ON line.log_partition = p.partition AND line.collected_offset IS NOT NULL
 CROSS JOIN LATERAL (VALUES
    ('received_is_the_sum_of_the_dispositions', p.received,
        p.rated + p.duplicate + p.conflict + p.unmatched + p.rejected + p.voided + p.superseded, NULL::text, NULL::timestamptz),
    ('offsets_have_no_gaps', p.next_offset - p.first_offset, p.received + p.control + p.holes,
        format('positions %s to %s: %s usage records, %s control records, %s left empty by the log',
            p.first_offset, p.next_offset - 1, p.received, p.control, p.holes), NULL),
    ('what_the_door_accepted_was_received', COALESCE(door.accepted, 0), LEAST(COALESCE(door.accepted, 0), p.received),
        NULL, NULL),
    ('lines_are_collected', COALESCE(line.compared_lines, 0), COALESCE(line.collected_lines, 0), NULL, line.collected_at),
    ('collected_lines_say_the_same', 0, CASE WHEN line.same_digest THEN 0 ELSE COALESCE(line.compared_lines, 0) END,
        line.detail, line.collected_at)
    ) AS c (name, expected, found, detail, checked_at)
UNION ALL
SELECT -1, 'the_door_accepts_or_refuses', received, ended, abs(received - ended), NULL, counted_at
  FROM (SELECT COALESCE(sum(received), 0)::bigint AS received,
               COALESCE(sum(accepted + refused + unacknowledged + under_way), 0)::bigint AS ended, max(counted_at) AS counted_at
          FROM (SELECT DISTINCT ON (door) * FROM door_count ORDER BY door, counted_at DESC) AS newest) AS doors;
