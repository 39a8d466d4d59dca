package io.tallystick.rating.store;

import io.tallystick.rating.app.Counts;
import io.tallystick.schemas.control.ControlRecord.DoorCounted;
import io.tallystick.schemas.control.ControlRecord.LinesCollected;
import io.tallystick.schemas.rated.LinesCounted;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.UUID;

/** Counts of others in the transaction of a unit of work. */
record PgCounts(PgSession session) implements Counts {
    private static final String DOOR = """
            INSERT INTO door_count AS held (log_partition, door, started_at, counted_at, received, accepted, refused,
                unacknowledged, under_way, accepted_here)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (log_partition, door) DO UPDATE
               SET counted_at = excluded.counted_at, received = excluded.received, accepted = excluded.accepted,
                   refused = excluded.refused, unacknowledged = excluded.unacknowledged,
                   under_way = excluded.under_way, accepted_here = excluded.accepted_here
             WHERE held.counted_at < excluded.counted_at""";
    private static final String VERIFY = """
            INSERT INTO close_verification (close_id, cutoff, asked_at) VALUES ($1, $2, $3)
            ON CONFLICT (close_id) DO NOTHING""";
    private static final String LINES = """
            INSERT INTO line_count AS held (log_partition, log_offset, counted_at, lines, digest)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (log_partition) DO UPDATE
               SET log_offset = excluded.log_offset, counted_at = excluded.counted_at, lines = excluded.lines,
                   digest = excluded.digest
             WHERE held.log_offset < excluded.log_offset""";
    private static final String COLLECTED = """
            UPDATE line_count SET collected_offset = $2, collected_at = $3, compared_lines = lines, collected_lines = $4,
                   same_digest = (digest = $5), detail = $6
             WHERE log_partition = $1 AND log_offset = $2""";

    @Override
    public void door(int partition, DoorCounted counted) {
        session.write(DOOR, Tuple.from(new Object[] {
            partition,
            UUID.fromString(counted.door()),
            Columns.utc(counted.startedAt()),
            Columns.utc(counted.countedAt()),
            counted.received(),
            counted.accepted(),
            counted.refused(),
            counted.unacknowledged(),
            counted.underWay(),
            counted.acceptedHere()
        }));
    }

    @Override
    public void verify(String closeId, Instant cutoff, Instant at) {
        session.write(VERIFY, Tuple.of(closeId, Columns.utc(cutoff), Columns.utc(at)));
    }

    @Override
    public void lines(LinesCounted counted, Instant at) {
        session.write(LINES, Tuple.from(new Object[] {
            counted.partition(), counted.offset(), Columns.utc(at), counted.lineCount(), counted.lineDigest()
        }));
    }

    @Override
    public void collected(int partition, LinesCollected collected) {
        session.write(COLLECTED, Tuple.from(new Object[] {
            partition,
            collected.offset(),
            Columns.utc(collected.collectedAt()),
            collected.lines(),
            collected.digest(),
            collected.detail()
        }));
    }
}
