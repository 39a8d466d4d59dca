package io.tallystick.emitter.kafka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tallystick.emitter.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Straight to the topic {@value #TOPIC}, past metering-ingest: for a server that stands beside the broker. A batch counts as taken
 * when all replicas in sync have it ({@code acks=all}, idempotent). What metering-ingest would refuse at its door is refused
 * behind the log instead: it is not billed, and stands among the rejected events.
 *
 * <pre>{@code
 * Meter meter = Meter.over(KafkaTransport.to("localhost:9092"), "//mcp.acme.example/weather", MeterSettings.DEFAULT, InstantSource.system());
 * }</pre>
 */
public final class KafkaTransport implements Transport {
    /** Where usage events stand, by customer. */
    public static final String TOPIC = "usage.events";

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] STRUCTURED = "application/cloudevents+json".getBytes(StandardCharsets.US_ASCII);
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final Producer<String, byte[]> producer;

    private KafkaTransport(Producer<String, byte[]> producer) {
        this.producer = producer;
    }

    /** To the brokers at these addresses, such as {@code kafka-1:9092,kafka-2:9092}. */
    public static KafkaTransport to(String bootstrapServers) {
        return with(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** With these properties of a Kafka producer, such as those for TLS and SASL; what makes it safe cannot be changed. */
    public static KafkaTransport with(Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>();
        all.put("compression.type", "gzip");
        all.put("linger.ms", 0);
        all.put("max.block.ms", 5_000);
        all.put("request.timeout.ms", 5_000);
        all.put("delivery.timeout.ms", 15_000);
        all.putAll(properties);
        all.put("acks", "all");
        all.put("enable.idempotence", true);
        return new KafkaTransport(new KafkaProducer<>(all, new StringSerializer(), new ByteArraySerializer()));
    }

    @Override
    public Answer send(List<byte[]> events) {
        List<Future<RecordMetadata>> sent = new ArrayList<>(events.size());
        try {
            for (byte[] event : events) {
                ProducerRecord<String, byte[]> record = new ProducerRecord<>(TOPIC, subject(event), event);
                record.headers().add("content-type", STRUCTURED);
                sent.add(producer.send(record));
            }
            producer.flush();
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
            return new Taken(List.of());
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RecordTooLargeException) {
                return new Unfit("the broker takes no record of this size");
            }
            return later(failed.getCause());
        } catch (InterruptException | InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Later("interrupted", Optional.empty());
        } catch (IOException | RuntimeException failed) {
            return later(failed);
        }
    }

    @Override
    public void close() {
        producer.close(CLOSING);
    }

    private static Answer later(Throwable why) {
        return new Later("the log does not take the events: " + why, Optional.empty());
    }

    /** Who pays: the key, which decides on the partition. */
    private static String subject(byte[] event) throws IOException {
        try (JsonParser json = JSON.createParser(event)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = json.currentName().equals("subject");
                json.nextToken();
                if (wanted) {
                    return json.getText();
                }
                json.skipChildren();
            }
        }
        throw new IOException("an event without a subject");
    }
}
