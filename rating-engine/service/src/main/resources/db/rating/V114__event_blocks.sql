-- Accepted events as blocks (docs/decisions/0062). A unit of work adds one block for each customer, UTC day, source, type and
-- disposition, and one narrow row for each event: its identity. Nothing of either ever changes; what becomes of an event
-- later stands in event_moved. The view event shows every event with its present disposition.

-- Where ids that grow with time are neighbours in the key: 40 bits of a UUID of version 7, of a ULID, or of the number an id ends with.
CREATE FUNCTION event_locality(id text) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE
        WHEN id ~ '^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-7[0-9A-Fa-f]{3}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$'
            THEN ('x000000' || substr(replace(id, '-', ''), 1, 10))::bit(64)::bigint
        WHEN id ~ '^[0-7][0-9A-HJKMNP-TV-Z]{25}$'
            THEN (SELECT sum((strpos('0123456789ABCDEFGHJKMNPQRSTVWXYZ', substr(id, at, 1)) - 1)::bigint << (5 * (8 - at)))::bigint
                    FROM generate_series(1, 8) AS at)
        ELSE COALESCE(substring(id FROM '[0-9]{1,12}$')::bigint, 0)
    END
$$;

-- The locality and 88 bits of SHA-256 over customer, source and id, each preceded by its length.
CREATE FUNCTION event_identity(customer text, source text, id text) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT (lpad(to_hex(event_locality(id)), 10, '0') || substr(encode(sha256(
        int4send(octet_length(customer)) || convert_to(customer, 'UTF8') || int4send(octet_length(source))
        || convert_to(source, 'UTF8') || int4send(octet_length(id)) || convert_to(id, 'UTF8')), 'hex'), 1, 22))::uuid
$$;

CREATE FUNCTION event_time(micros bigint) RETURNS timestamptz LANGUAGE sql STABLE STRICT PARALLEL SAFE AS $$
    SELECT timestamptz 'epoch' + micros * interval '1 microsecond'
$$;

ALTER TABLE event RENAME TO event_row;

-- unit: 2^48 times the partition and the position at which the unit of work began; negative for what was kept before there were blocks.
-- Arrays are as long as events says, and in the order of arrival.
CREATE TABLE event_block (
    customer_id   text COLLATE "C" NOT NULL,
    day           date          NOT NULL, -- UTC, of every event in it
    unit          bigint        NOT NULL,
    part          integer       NOT NULL,
    log_partition integer       NOT NULL,
    source        text COLLATE "C" NOT NULL,
    type          text COLLATE "C" NOT NULL,
    disposition   text COLLATE "C" NOT NULL CHECK (disposition IN ('rated', 'unmatched', 'voided', 'superseded')), -- as they arrived
    reason        text COLLATE "C" NOT NULL,
    first_at      timestamptz   NOT NULL,
    last_at       timestamptz   NOT NULL,
    events        integer       NOT NULL CHECK (events > 0),
    event_id      text[]        NOT NULL,
    occurred_at   bigint[]      NOT NULL, -- microseconds since 1970, see event_time
    received_at   bigint[]      NOT NULL,
    log_offset    bigint[]      NOT NULL,
    data          text[]        NOT NULL,
    PRIMARY KEY (customer_id, day, unit, part)
) PARTITION BY HASH (customer_id);

DO $$
BEGIN
    FOR i IN 0..7 LOOP
        EXECUTE format('CREATE TABLE event_block_%s PARTITION OF event_block FOR VALUES WITH (MODULUS 8, REMAINDER %s)', i, i);
        -- Written as they are: processor time is what limits.
        EXECUTE format('ALTER TABLE event_block_%s ALTER event_id SET STORAGE EXTERNAL, ALTER occurred_at SET STORAGE EXTERNAL,
            ALTER received_at SET STORAGE EXTERNAL, ALTER log_offset SET STORAGE EXTERNAL, ALTER data SET STORAGE EXTERNAL', i);
    END LOOP;
END $$;
CREATE INDEX event_block_unmatched ON event_block (customer_id, day) WHERE disposition = 'unmatched';

-- Who judges whether an event is new, and where it stands.
CREATE TABLE event_key (
    unit          bigint   NOT NULL,
    day           date     NOT NULL,
    part          integer  NOT NULL,
    identity      uuid     NOT NULL, -- see event_identity
    customer_id   text COLLATE "C" NOT NULL,
    PRIMARY KEY (customer_id, identity)
);

-- The events whose disposition is not the one with which they arrived.
CREATE TABLE event_moved (
    customer_id   text COLLATE "C" NOT NULL,
    source        text COLLATE "C" NOT NULL,
    event_id      text COLLATE "C" NOT NULL,
    disposition   text COLLATE "C" NOT NULL CHECK (disposition IN ('rated', 'unmatched', 'voided', 'superseded')),
    reason        text COLLATE "C" NOT NULL,
    arrived        text COLLATE "C" NOT NULL,
    arrived_reason text COLLATE "C" NOT NULL,
    day           date     NOT NULL,
    unit          bigint   NOT NULL,
    part          integer  NOT NULL,
    log_partition integer  NOT NULL,
    PRIMARY KEY (customer_id, source, event_id)
);
CREATE INDEX event_moved_unmatched ON event_moved (customer_id, day) WHERE disposition = 'unmatched' AND arrived <> 'unmatched';

-- What was kept as rows before.
CREATE UNLOGGED TABLE packed AS
    SELECT *, dense_rank() OVER (PARTITION BY log_partition ORDER BY customer_id, day, source, type, disposition, reason, run)::integer AS part
      FROM (SELECT *, (row_number() OVER (PARTITION BY log_partition, customer_id, day, source, type, disposition, reason
                                              ORDER BY log_offset, event_id) - 1) / 512 AS run
              FROM (SELECT *, (occurred_at AT TIME ZONE 'UTC')::date AS day FROM event_row) AS of_day) AS of_run;
INSERT INTO event_block
    SELECT customer_id, day, -1 - log_partition, part, log_partition, min(source), min(type), min(disposition), min(reason), min(occurred_at),
           max(occurred_at), count(*), array_agg(event_id ORDER BY log_offset, event_id),
           array_agg((extract(epoch FROM occurred_at) * 1000000)::bigint ORDER BY log_offset, event_id), array_agg((extract(epoch FROM received_at) * 1000000)::bigint ORDER BY log_offset, event_id),
           array_agg(log_offset ORDER BY log_offset, event_id), array_agg(data ORDER BY log_offset, event_id)
      FROM packed GROUP BY customer_id, day, part, log_partition;
INSERT INTO event_key (unit, day, part, identity, customer_id)
    SELECT -1 - log_partition, day, part, event_identity(customer_id, source, event_id), customer_id FROM packed;
DROP TABLE packed;
DROP TABLE event_row;

CREATE VIEW event AS
    SELECT b.customer_id, b.source, e.event_id COLLATE "C" AS event_id, b.type, event_time(e.occurred_at) AS occurred_at,
           event_time(e.received_at) AS received_at, e.data,
           COALESCE(m.disposition, b.disposition) AS disposition, COALESCE(m.reason, b.reason) AS reason,
           b.log_partition, e.log_offset, b.day, b.unit, b.part, b.first_at, b.last_at
      FROM event_block AS b
     CROSS JOIN LATERAL UNNEST(b.event_id, b.occurred_at, b.received_at, b.log_offset, b.data)
            AS e(event_id, occurred_at, received_at, log_offset, data)
      LEFT JOIN event_moved AS m ON m.customer_id = b.customer_id AND m.source = b.source AND m.event_id = e.event_id COLLATE "C";

-- The events that are billed to nobody yet, found without looking at the others.
CREATE VIEW unmatched_event AS
    SELECT e.* FROM event_block AS b
      JOIN event AS e USING (customer_id, day, unit, part)
     WHERE b.disposition = 'unmatched' AND e.disposition = 'unmatched'
    UNION ALL
    SELECT e.* FROM event_moved AS m
      JOIN event AS e USING (customer_id, day, unit, part, source, event_id)
     WHERE m.disposition = 'unmatched' AND m.arrived <> 'unmatched';
