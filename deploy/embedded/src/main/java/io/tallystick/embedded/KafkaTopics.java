package io.tallystick.embedded;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes topics that are missing. */
public final class KafkaTopics {
    private static final int LOOKS = 500;

    private KafkaTopics() {}

    /**
     * Makes the topics that do not exist yet; those that exist are left exactly as they are.
     *
     * @param bootstrapServers of the broker
     * @throws EmbeddedException {@code topic_failed}
     */
    public static void ensure(String bootstrapServers, Collection<NewTopic> topics) {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            Set<String> present = admin.listTopics().names().get();
            List<NewTopic> missing = topics.stream()
                    .filter(topic -> !present.contains(topic.name()))
                    .toList();
            admin.createTopics(missing).all().get();
            awaitKnown(admin, missing.stream().map(NewTopic::name).toList());
        } catch (ExecutionException e) {
            // Somebody else made it between the two calls.
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new EmbeddedException(
                        "topic_failed",
                        "The topics cannot be made: " + e.getCause().getMessage() + ".",
                        e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException("interrupted", "Interrupted while making topics.", e);
        }
    }

    /** The controller has made them; the broker that is asked next may not have heard of it for some milliseconds. */
    private static void awaitKnown(Admin admin, List<String> names) throws ExecutionException, InterruptedException {
        for (int look = 0; look < LOOKS; look++) {
            if (admin.listTopics().names().get().containsAll(names)) {
                return;
            }
            Thread.sleep(20);
        }
        throw new EmbeddedException(
                "topic_failed", "The broker does not know the topics that were made: " + names + ".");
    }
}
