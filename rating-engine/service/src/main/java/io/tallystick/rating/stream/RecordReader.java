package io.tallystick.rating.stream;

import io.tallystick.rating.app.LogRecord;
import io.tallystick.schemas.control.ControlRecord;
import io.tallystick.schemas.control.ControlRecord.BackfillDecided;
import io.tallystick.schemas.control.ControlRecord.CustomerChanged;
import io.tallystick.schemas.control.ControlRecord.DoorCounted;
import io.tallystick.schemas.control.ControlRecord.LinesCollected;
import io.tallystick.schemas.control.ControlRecord.LinesCountRequested;
import io.tallystick.schemas.control.ControlRecord.PeriodsDue;
import io.tallystick.schemas.control.ControlRecord.SealRequested;
import io.tallystick.schemas.control.ControlRecord.SubscriptionRetried;
import io.tallystick.schemas.control.ControlRecord.UsageCorrected;
import io.tallystick.schemas.control.ControlRecord.UsageReplayed;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.topics.Header;
import io.tallystick.schemas.usage.Words;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Turns records of {@code usage.events} into ours. It refuses nothing: what is neither a control record nor an event is handed on
 * as an event that will be refused, so that it is counted and kept.
 */
final class RecordReader {
    private static final Logger LOG = Logger.getLogger(RecordReader.class);
    private static final byte[] NOTHING = {};

    private RecordReader() {}

    static List<LogRecord> read(List<ConsumerRecord<byte[], byte[]>> records) {
        List<LogRecord> read = new ArrayList<>(records.size());
        Instant receivedAt = Instant.EPOCH;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            // Records wait by the ten thousand, and those that came together have one timestamp.
            if (receivedAt.toEpochMilli() != record.timestamp()) {
                receivedAt = Instant.ofEpochMilli(record.timestamp());
            }
            read.add(read(record, receivedAt));
        }
        return read;
    }

    /** Whether the headers of a record say what it is. */
    static boolean needsHeaders(ConsumerRecord<?, ?> record) {
        return record.headers().lastHeader(Header.CONTROL) != null || BinaryMode.isUsedBy(record.headers());
    }

    private static LogRecord read(ConsumerRecord<byte[], byte[]> record, Instant receivedAt) {
        byte[] value = record.value() == null ? NOTHING : record.value();
        org.apache.kafka.common.header.Header control = record.headers().lastHeader(Header.CONTROL);
        if (control != null) {
            Optional<ControlRecord> command = command(Words.utf8(control.value()), value, record);
            if (command.isPresent()) {
                return new LogRecord.Control(record.offset(), receivedAt, command.get());
            }
        }
        byte[] event = BinaryMode.isUsedBy(record.headers()) ? BinaryMode.structured(record.headers(), value) : value;
        return new LogRecord.Usage(record.offset(), receivedAt, Words.utf8(record.key()), event);
    }

    private static Optional<ControlRecord> command(String kind, byte[] value, ConsumerRecord<byte[], byte[]> record) {
        try {
            return switch (kind) {
                case SealRequested.KIND -> Optional.of(Json.read(value, SealRequested.class));
                case CustomerChanged.KIND -> Optional.of(Json.read(value, CustomerChanged.class));
                case UsageCorrected.KIND -> Optional.of(Json.read(value, UsageCorrected.class));
                case UsageReplayed.KIND -> Optional.of(Json.read(value, UsageReplayed.class));
                case BackfillDecided.KIND -> Optional.of(Json.read(value, BackfillDecided.class));
                case SubscriptionRetried.KIND -> Optional.of(Json.read(value, SubscriptionRetried.class));
                case DoorCounted.KIND -> Optional.of(Json.read(value, DoorCounted.class));
                case LinesCountRequested.KIND -> Optional.of(Json.read(value, LinesCountRequested.class));
                case LinesCollected.KIND -> Optional.of(Json.read(value, LinesCollected.class));
                case PeriodsDue.KIND -> Optional.of(Json.read(value, PeriodsDue.class));
                default -> Optional.empty();
            };
        } catch (UncheckedIOException unreadable) {
            LOG.errorf(
                    "The control record %s at %d in partition %d is rejected: %s",
                    kind, record.offset(), record.partition(), unreadable.getMessage());
            return Optional.empty();
        }
    }
}
