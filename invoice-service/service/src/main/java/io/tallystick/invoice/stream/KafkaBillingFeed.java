package io.tallystick.invoice.stream;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.tallystick.invoice.app.BillingFeed;
import io.tallystick.schemas.access.AccessKey;
import io.tallystick.schemas.billing.BillingEvent;
import io.tallystick.schemas.crash.CrashPoint;
import io.tallystick.schemas.json.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/** {@code billing.events} and {@code access.keys}. */
@ApplicationScoped
class KafkaBillingFeed implements BillingFeed {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MutinyEmitter<byte[]> events;
    private final MutinyEmitter<byte[]> keys;

    KafkaBillingFeed(
            @Channel("invoice-billing-events") MutinyEmitter<byte[]> events,
            @Channel("invoice-access-keys") MutinyEmitter<byte[]> keys) {
        this.events = events;
        this.keys = keys;
    }

    @Override
    public void sendEvents(List<BillingEvent> told) {
        await(told.stream()
                .map(event -> events.sendMessage(message(event.customerId(), Json.bytes(event))))
                .toList());
    }

    @Override
    public void sendAccessKeys(List<AccessKey> told) {
        await(told.stream()
                .map(key -> keys.sendMessage(message(key.id(), Json.bytes(key))))
                .toList());
    }

    private static void await(List<Uni<Void>> sent) {
        CrashPoint.INVOICE_NEWS_BEFORE_SEND.here();
        // Nothing leaves before somebody waits for it.
        CompletionStage<?> acknowledged = Uni.join().all(sent).andFailFast().subscribeAsCompletionStage();
        CrashPoint.INVOICE_NEWS_AFTER_SEND.here();
        Uni.createFrom().completionStage(acknowledged).await().atMost(PATIENCE);
        CrashPoint.INVOICE_NEWS_ACKNOWLEDGED.here();
    }

    private static Message<byte[]> message(String key, byte[] value) {
        return Message.of(value)
                .addMetadata(OutgoingKafkaRecordMetadata.<String>builder()
                        .withKey(key)
                        .build());
    }
}
