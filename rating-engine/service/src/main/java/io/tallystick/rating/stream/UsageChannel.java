package io.tallystick.rating.stream;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import io.tallystick.rating.app.RatingPipeline;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * The way of polled batches to the owners of their partitions, as {@link PollSlices} made them. It asks for the next batch when the
 * pipeline has room; batches are neither acknowledged nor refused here, because what is done stands in the database.
 */
@ApplicationScoped
@Identifier(UsageChannel.NAME)
class UsageChannel implements KafkaConsumerRebalanceListener {
    static final String NAME = "rating-usage";

    private final RatingPipeline pipeline;
    private final RatedPublisher publisher;

    UsageChannel(RatingPipeline pipeline, RatedPublisher publisher) {
        this.pipeline = pipeline;
        this.publisher = publisher;
    }

    @Incoming(NAME)
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> consume(KafkaRecordBatch<byte[], byte[]> batch) {
        ConsumerRecords<?, ?> slices = batch.getMetadata(IncomingKafkaRecordBatchMetadata.class)
                .orElseThrow()
                .getRecords();
        CompletionStage<Void> room = CompletableFuture.completedFuture(null);
        for (ConsumerRecord<?, ?> slice : slices) {
            List<ConsumerRecord<byte[], byte[]>> records = PackedSlice.of(PollSlices.records(slice));
            room = pipeline.offer(slice.partition(), records.size(), () -> RecordReader.read(records));
        }
        return room;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        publisher.member(consumer.groupMetadata());
        pipeline.assigned(numbers(partitions));
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        pipeline.revoked(numbers(partitions));
    }

    private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet());
    }
}
