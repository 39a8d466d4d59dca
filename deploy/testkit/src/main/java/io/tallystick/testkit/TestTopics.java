package io.tallystick.testkit;

import io.tallystick.embedded.KafkaTopics;
import io.tallystick.schemas.topics.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.NewTopic;

/** The topics of the system on a test broker. */
final class TestTopics {
    private TestTopics() {}

    static List<NewTopic> all(int partitions) {
        return Arrays.stream(Topic.values())
                .map(topic -> new NewTopic(topic.topicName(), topic.partitions(partitions), (short) 1)
                        .configs(topic.settings()))
                .toList();
    }

    static void recreate(String bootstrapServers, int partitions) {
        List<NewTopic> topics = all(partitions);
        Set<String> names = topics.stream().map(NewTopic::name).collect(Collectors.toSet());
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            deleteGroups(admin);
            Set<String> present = admin.listTopics().names().get();
            present.retainAll(names);
            admin.deleteTopics(present).all().get();
            while (!admin.listTopics().names().get().stream()
                    .filter(names::contains)
                    .toList()
                    .isEmpty()) {
                Thread.sleep(20);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "The topics cannot be emptied, is an application of this JVM still reading them?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while emptying topics", e);
        }
        KafkaTopics.ensure(bootstrapServers, topics);
    }

    private static void deleteGroups(Admin admin) throws ExecutionException, InterruptedException {
        List<String> groups = admin.listGroups().all().get().stream()
                .map(GroupListing::groupId)
                .toList();
        admin.deleteConsumerGroups(groups).all().get();
    }
}
