package io.tallystick.web;

import io.smallrye.common.annotation.Identifier;
import io.tallystick.schemas.access.AccessKey;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.topics.Topic;
import io.tallystick.web.access.AccessKeyTable;
import io.tallystick.web.access.Credential;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes access keys to the log, as invoice-service does. */
@ApplicationScoped
class Keys {
    private static final Instant CREATED = Instant.parse("2026-11-01T00:00:00Z");

    @Inject
    SecureRandom random;

    @Inject
    AccessKeyTable table;

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> kafka;

    /** A new key that the application knows already. */
    Credential make(AccessKey.Role role, String customerId) {
        Credential credential = Credential.make(random);
        write(key(credential, role, customerId, null));
        await(() -> table.find(credential.id()).isPresent());
        return credential;
    }

    void revoke(Credential credential, AccessKey.Role role) {
        write(key(credential, role, null, CREATED.plusSeconds(60)));
    }

    /** Waits, at most ten seconds. */
    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not happen within ten seconds");
            }
            Thread.onSpinWait();
        }
    }

    private void write(AccessKey key) {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topic.ACCESS_KEYS.topicName(), key.id(), Json.bytes(key)))
                    .get();
        } catch (InterruptedException | ExecutionException unwritten) {
            throw new AssertionError(unwritten);
        }
    }

    private static AccessKey key(Credential credential, AccessKey.Role role, String customerId, Instant revokedAt) {
        return new AccessKey(credential.id(), credential.hash(), role, customerId, "a test", CREATED, revokedAt);
    }
}
