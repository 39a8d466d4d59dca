package io.tallystick.rating.stream;

import io.tallystick.rating.app.Position;
import io.tallystick.rating.app.PublishedLine;
import io.tallystick.rating.app.Rejection;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.rated.LinesCounted;
import io.tallystick.schemas.rated.Progress;
import io.tallystick.schemas.rated.Sealed;
import io.tallystick.schemas.topics.Header;
import io.tallystick.schemas.topics.Topic;
import io.tallystick.schemas.usage.RejectedEvent;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;

/** The records that rating writes, with their keys and headers. */
final class RatedRecords {
    private RatedRecords() {}

    static ProducerRecord<byte[], byte[]> line(PublishedLine line) {
        return record(Topic.USAGE_RATED, null, line.line().id(), line.json(), "line");
    }

    static ProducerRecord<byte[], byte[]> sealed(Sealed sealed, int to) {
        String key = "sealed:" + sealed.closeId() + ":" + sealed.partition() + ":" + to;
        return record(Topic.USAGE_RATED, to, key, Json.bytes(sealed), "sealed");
    }

    static ProducerRecord<byte[], byte[]> counted(LinesCounted counted, int to, int copies) {
        LinesCounted copy = new LinesCounted(
                counted.partition(),
                counted.offset(),
                counted.sealedUntil(),
                copies,
                counted.lineCount(),
                counted.lineDigest());
        return record(Topic.USAGE_RATED, to, "counted:" + counted.partition() + ":" + to, Json.bytes(copy), "counted");
    }

    /** To every partition, because the lines of a customer lie in all of them: who has read it here has read the lines here. */
    static ProducerRecord<byte[], byte[]> progress(Position position, int to) {
        int partition = position.partition();
        Progress progress = new Progress(
                partition, position.nextOffset(), position.lastReceivedAt().orElse(null));
        return record(Topic.USAGE_RATED, to, "progress:" + partition + ":" + to, Json.bytes(progress), "progress");
    }

    static ProducerRecord<byte[], byte[]> rejected(int partition, Rejection rejection) {
        RejectedEvent event = new RejectedEvent(
                rejection.refusal().code(),
                rejection.refusal().pointer(),
                rejection.refusal().detail(),
                partition,
                rejection.offset(),
                rejection.receivedAt(),
                Base64.getEncoder().encodeToString(rejection.event()));
        return record(Topic.USAGE_REJECTED, null, rejection.key(), Json.bytes(event), "rejected");
    }

    private static ProducerRecord<byte[], byte[]> record(
            Topic topic, Integer partition, String key, byte[] value, String kind) {
        return new ProducerRecord<>(
                topic.topicName(),
                partition,
                key == null ? null : utf8(key),
                value,
                List.of(new RecordHeader(Header.KIND, utf8(kind))));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
