package io.tallystick.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.tallystick.schemas.topics.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives a Quarkus test the shared pair, a database of its own and empty topics:
 * {@code @QuarkusTestResource(TallyResources.class)}.
 *
 * <p>Sets {@code kafka.bootstrap.servers}; {@code jdbc.url}, {@code reactive.url}, {@code username} and
 * {@code password} of the default datasource (role {@code billing}) and of the datasource {@code rating};
 * {@code tally.access.bootstrap-key-file}, where the first operator key will be found.
 *
 * <p>Init arguments: {@code partitions} (default 12) of the topics keyed by customer or line; {@code datasources}, any of
 * {@code billing} and {@code rating} separated by a comma (default both).
 */
public final class TallyResources implements QuarkusTestResourceLifecycleManager {
    private int partitions = Topic.DEFAULT_PARTITIONS;
    private String datasources = "billing,rating";
    private TestDatabase database;

    /** Made by Quarkus. */
    public TallyResources() {}

    @Override
    public void init(Map<String, String> arguments) {
        partitions = Integer.parseInt(arguments.getOrDefault("partitions", Integer.toString(partitions)));
        datasources = arguments.getOrDefault("datasources", datasources);
    }

    @Override
    public Map<String, String> start() {
        TestPair pair = TestPair.shared();
        pair.freshTopics(partitions);
        database = pair.freshDatabase();
        Map<String, String> configuration = new HashMap<>();
        configuration.put("kafka.bootstrap.servers", pair.bootstrapServers());
        configuration.put("tally.access.bootstrap-key-file", keyFile().toString());
        if (datasources.contains(TestDatabase.BILLING)) {
            put(configuration, "quarkus.datasource.", TestDatabase.BILLING);
        }
        if (datasources.contains(TestDatabase.RATING)) {
            put(configuration, "quarkus.datasource.rating.", TestDatabase.RATING);
        }
        return configuration;
    }

    private void put(Map<String, String> configuration, String prefix, String role) {
        configuration.put(prefix + "jdbc.url", database.jdbcUrl());
        configuration.put(prefix + "reactive.url", database.reactiveUrl());
        configuration.put(prefix + "username", role);
        configuration.put(prefix + "password", role);
    }

    private Path keyFile() {
        try {
            Path folder = Path.of("target", "tally-keys").toAbsolutePath();
            Files.createDirectories(folder);
            return folder.resolve(database.name());
        } catch (IOException e) {
            throw new UncheckedIOException("No folder for the operator key", e);
        }
    }

    @Override
    public void stop() {
        if (database != null) {
            TestPair.shared().drop(database);
        }
    }
}
