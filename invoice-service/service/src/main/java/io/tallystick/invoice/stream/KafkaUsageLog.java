package io.tallystick.invoice.stream;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.tallystick.invoice.app.UsageLog;
import io.tallystick.invoice.assembly.Close;
import io.tallystick.schemas.control.ControlRecord;
import io.tallystick.schemas.control.ControlRecord.LinesCollected;
import io.tallystick.schemas.control.ControlRecord.SealRequested;
import io.tallystick.schemas.crash.CrashPoint;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.schemas.time.Micros;
import io.tallystick.schemas.topics.Header;
import io.tallystick.schemas.topics.Topic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Barriers into {@code usage.events}, and where its partitions end. */
@ApplicationScoped
class KafkaUsageLog implements UsageLog {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration ENDS_PATIENCE = Duration.ofSeconds(5);

    private final MutinyEmitter<byte[]> barriers;
    private final InstantSource clock;
    private final Admin admin;

    private volatile int partitions;

    KafkaUsageLog(
            @Channel("invoice-barrier") MutinyEmitter<byte[]> barriers,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            InstantSource clock) {
        this.barriers = barriers;
        this.clock = clock;
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.keySet().retainAll(AdminClientConfig.configNames());
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "invoice-ends");
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        this.admin = Admin.create(settings);
    }

    void stop(@Observes ShutdownEvent event) {
        admin.close(Duration.ofSeconds(2));
    }

    @Override
    public Close.Barrier appendBarrier(Close.Request close) {
        Map<String, TopicDescription> topics = describe();
        int usage = topics.get(Topic.USAGE_EVENTS.topicName()).partitions().size();
        int rated = topics.get(Topic.USAGE_RATED.topicName()).partitions().size();
        SealRequested barrier = new SealRequested(close.id(), close.cutoff(), close.verify() ? true : null);
        List<Uni<Void>> sent = IntStream.range(0, usage)
                .mapToObj(partition -> barriers.sendMessage(message(barrier, partition)))
                .toList();
        CrashPoint.INVOICE_BARRIER_BEFORE_SEND.here();
        CompletionStage<?> acknowledged = Uni.join().all(sent).andFailFast().subscribeAsCompletionStage();
        CrashPoint.INVOICE_BARRIER_AFTER_SEND.here();
        Uni.createFrom().completionStage(acknowledged).await().atMost(PATIENCE);
        CrashPoint.INVOICE_BARRIER_ACKNOWLEDGED.here();
        return new Close.Barrier(usage, rated);
    }

    @Override
    public void append(int partition, LinesCollected collected) {
        barriers.sendMessage(message(collected, partition)).await().atMost(PATIENCE);
    }

    private static Message<byte[]> message(ControlRecord barrier, int partition) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(Header.CONTROL, barrier.kind().getBytes(StandardCharsets.UTF_8));
        return Message.of(Json.bytes(barrier))
                .addMetadata(OutgoingKafkaRecordMetadata.builder()
                        .withPartition(partition)
                        .withHeaders(headers)
                        .build());
    }

    @Override
    public Uni<Ends> ends() {
        Instant now = Micros.truncate(clock.instant());
        return partitionCount()
                .chain(count -> {
                    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
                    for (int partition = 0; partition < count; partition++) {
                        asked.put(new TopicPartition(Topic.USAGE_EVENTS.topicName(), partition), OffsetSpec.latest());
                    }
                    return Uni.createFrom()
                            .completionStage(
                                    () -> admin.listOffsets(asked).all().toCompletionStage());
                })
                .map(found -> new Ends(now, offsets(found)))
                .ifNoItem()
                .after(ENDS_PATIENCE)
                .fail()
                .onFailure()
                .transform(failure -> ProblemException.of(
                        503, "log_unavailable", "the log does not answer: how fresh the figures are cannot be told"));
    }

    private Uni<Integer> partitionCount() {
        if (partitions > 0) {
            return Uni.createFrom().item(partitions);
        }
        return Uni.createFrom()
                .completionStage(() -> admin.describeTopics(List.of(Topic.USAGE_EVENTS.topicName()))
                        .allTopicNames()
                        .toCompletionStage())
                .map(topics ->
                        topics.get(Topic.USAGE_EVENTS.topicName()).partitions().size())
                .invoke(count -> partitions = count);
    }

    private static Map<Integer, Long> offsets(Map<TopicPartition, ListOffsetsResultInfo> found) {
        Map<Integer, Long> offsets = new HashMap<>();
        found.forEach((partition, end) -> offsets.put(partition.partition(), end.offset()));
        return offsets;
    }

    private Map<String, TopicDescription> describe() {
        try {
            return admin.describeTopics(List.of(Topic.USAGE_EVENTS.topicName(), Topic.USAGE_RATED.topicName()))
                    .allTopicNames()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while asking the log for its partitions", stopped);
        } catch (ExecutionException | TimeoutException unreachable) {
            throw new IllegalStateException("the log does not tell its partitions", unreachable);
        }
    }
}
