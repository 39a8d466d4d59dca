package io.tallystick.rating.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallystick.rating.app.LogRecord;
import io.tallystick.schemas.topics.Header;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** What waits packed is read as what came. */
final class PackedSliceTest {
    private static ConsumerRecord<byte[], byte[]> record(long offset, String key, String value, String... headers) {
        RecordHeaders all = new RecordHeaders();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1].getBytes(UTF_8));
        }
        return new ConsumerRecord<>(
                "usage.events",
                3,
                offset,
                1_700_000_000_000L + offset,
                TimestampType.CREATE_TIME,
                1,
                1,
                key == null ? null : key.getBytes(UTF_8),
                value == null ? null : value.getBytes(UTF_8),
                all,
                Optional.empty());
    }

    private static List<String> read(List<ConsumerRecord<byte[], byte[]>> records) {
        return RecordReader.read(records).stream().map(PackedSliceTest::words).toList();
    }

    private static String words(LogRecord record) {
        String what = record instanceof LogRecord.Usage(long _, var _, String key, byte[] event)
                ? key + " " + new String(event, UTF_8)
                : record.toString();
        return record.offset() + " " + record.receivedAt() + " " + what;
    }

    @Test
    void events_in_structured_mode_are_packed_and_read_as_they_came() {
        List<ConsumerRecord<byte[], byte[]>> records = List.of(
                record(7, "acme", "{\"id\":\"1\"}", Header.CONTENT_TYPE, "application/cloudevents+json"),
                record(8, "Ünal", ""),
                record(11, "", "{\"id\":\"ü\"}"));

        List<ConsumerRecord<byte[], byte[]>> packed = PackedSlice.of(records);

        assertThat(packed).isInstanceOf(PackedSlice.class).hasSize(3);
        assertThat(read(packed)).isEqualTo(read(records)).hasSize(3);
    }

    @Test
    void what_needs_its_headers_or_lacks_key_or_value_stays_as_it_came() {
        ConsumerRecord<byte[], byte[]> plain = record(7, "acme", "{}");
        for (ConsumerRecord<byte[], byte[]> other : List.of(
                record(8, "acme", "{}", Header.CONTROL, "periods-due"),
                record(8, "acme", "{}", "ce_specversion", "1.0"),
                record(8, null, "{}"),
                record(8, "acme", null))) {
            List<ConsumerRecord<byte[], byte[]>> records = List.of(plain, other);

            assertThat(PackedSlice.of(records)).isSameAs(records);
        }
    }
}
