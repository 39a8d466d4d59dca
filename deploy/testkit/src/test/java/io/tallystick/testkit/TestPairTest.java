package io.tallystick.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tallystick.schemas.topics.Topic;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("integration")
class TestPairTest {
    private final TestPair pair = TestPair.shared();

    @Test
    void every_caller_gets_an_empty_database_of_its_own() throws SQLException {
        TestDatabase first = pair.freshDatabase();
        TestDatabase second = pair.freshDatabase();
        assertNotEquals(first.name(), second.name());
        try (Connection connection = first.connect(TestDatabase.RATING);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE mine (n int)");
        }
        try (Connection connection = second.connect(TestDatabase.RATING);
                Statement statement = connection.createStatement()) {
            assertThrows(SQLException.class, () -> statement.execute("SELECT * FROM mine"));
        }
        pair.drop(first);
        assertThrows(SQLException.class, () -> first.connect(TestDatabase.RATING));
    }

    @Test
    void a_role_finds_its_own_schema_and_not_the_other() throws SQLException {
        TestDatabase database = pair.freshDatabase();
        try (Connection connection = database.connect(TestDatabase.BILLING);
                Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("SELECT current_schema()")) {
                assertTrue(row.next());
                assertEquals("billing", row.getString(1));
            }
            assertThrows(SQLException.class, () -> statement.execute("CREATE TABLE rating.stolen (n int)"));
        }
    }

    @Test
    void fresh_topics_are_empty_and_have_the_partitions_asked_for() throws ExecutionException, InterruptedException {
        String usage = Topic.USAGE_EVENTS.topicName();
        pair.freshTopics(12);
        write(usage);
        pair.freshTopics(3);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", pair.bootstrapServers()))) {
            Map<String, Integer> partitions = admin
                    .describeTopics(java.util.Arrays.stream(Topic.values())
                            .map(Topic::topicName)
                            .toList())
                    .allTopicNames()
                    .get()
                    .values()
                    .stream()
                    .collect(Collectors.toMap(
                            TopicDescription::name, topic -> topic.partitions().size()));
            assertEquals(3, partitions.get(usage));
            assertEquals(1, partitions.get(Topic.ACCESS_KEYS.topicName()));
            TopicPartition first = new TopicPartition(usage, 0);
            assertEquals(
                    0,
                    admin.listOffsets(Map.of(first, OffsetSpec.latest()))
                            .partitionResult(first)
                            .get()
                            .offset());
        }
    }

    private void write(String topic) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", pair.bootstrapServers()), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, 0, "key", "value")).get();
        }
    }
}
