package io.tallystick.invoice.app;

import io.tallystick.schemas.rated.LinesCounted;
import io.tallystick.schemas.rated.Progress;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Sealed;

/** One record of {@code usage.rated}, read. */
public sealed interface RatedRecord {

    /** Where it stands. */
    Position at();

    /**
     * A place in {@code usage.rated}.
     *
     * @param partition of {@code usage.rated}
     * @param offset in it
     */
    record Position(int partition, long offset) {}

    /**
     * The state of a line.
     *
     * @param at where it stands
     * @param line as read
     * @param content as it came, to be kept byte for byte
     */
    @SuppressWarnings("ArrayRecordComponent") // carried from the log to the database, never compared
    record Line(Position at, RatedLine line, byte[] content) implements RatedRecord {}

    /**
     * An answer to a barrier.
     *
     * @param at where it stands
     * @param seal as read
     * @param content as it came
     */
    record Seal(Position at, Sealed seal, String content) implements RatedRecord {}

    /**
     * How far a partition of {@code usage.events} is rated.
     *
     * @param at where it stands
     * @param progress as read
     */
    record Progressed(Position at, Progress progress) implements RatedRecord {}

    /**
     * How many lines there must be now.
     *
     * @param at where it stands
     * @param counted as read
     */
    record Counted(Position at, LinesCounted counted) implements RatedRecord {}

    /**
     * Something that cannot be taken; it is put aside and the rest goes on.
     *
     * @param at where it stands
     * @param code stable reason, snake_case
     * @param detail one sentence with the value and the rule
     * @param raw the record as it came
     */
    record Broken(Position at, String code, String detail, Raw raw) implements RatedRecord {}

    /**
     * A record as it came.
     *
     * @param key may be null
     * @param kind the header {@code tally-kind}, may be null
     * @param value may be null
     */
    @SuppressWarnings("ArrayRecordComponent") // carried from the log to the database, never compared
    record Raw(byte[] key, String kind, byte[] value) {}
}
