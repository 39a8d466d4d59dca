package io.tallystick.schemas.topics;

import java.util.Map;

/**
 * A Kafka topic of the system, named once for all services. See DESIGN section 3 for what each carries.
 */
public enum Topic {
    /** CloudEvents of customers and the control records that must be seen in their order; key: customer id. */
    USAGE_EVENTS("usage.events", "metering-ingest", Keyed.BY_CUSTOMER, Map.of("retention.ms", days(90))),
    /** {@code RatedLine} as absolute state with a revision, {@code Sealed} and {@code Progress}, in transactions; key: line id. */
    USAGE_RATED("usage.rated", "rating-engine", Keyed.BY_LINE, Map.of("cleanup.policy", "compact")),
    /** Events that were read from the log but could not be accepted, as they came; key: customer id where known. */
    USAGE_REJECTED("usage.rejected", "rating-engine", Keyed.BY_CUSTOMER, Map.of("retention.ms", days(90))),
    /** Current state of every meter; key: meter key. One partition, so that a reader holds the whole table. */
    CATALOG_METERS("catalog.meters", "rating-engine", Keyed.WHOLE_TABLE, Map.of("cleanup.policy", "compact")),
    /** Current state of every access key (hashes only); key: key id. One partition. */
    ACCESS_KEYS("access.keys", "invoice-service", Keyed.WHOLE_TABLE, Map.of("cleanup.policy", "compact")),
    /** What happened in billing, the source of webhooks; key: customer id. */
    BILLING_EVENTS("billing.events", "invoice-service", Keyed.BY_CUSTOMER, Map.of("retention.ms", days(90)));

    /** Partitions of the topics that are keyed by customer or line, unless the installation chose another number. */
    public static final int DEFAULT_PARTITIONS = 12;

    private final String topicName;
    private final String owner;
    private final Keyed keyed;

    @SuppressWarnings("ImmutableEnumChecker") // always made by Map.of
    private final Map<String, String> settings;

    Topic(String topicName, String owner, Keyed keyed, Map<String, String> settings) {
        this.topicName = topicName;
        this.owner = owner;
        this.keyed = keyed;
        this.settings = settings;
    }

    /** The name on the broker, such as {@code usage.events}. */
    public String topicName() {
        return topicName;
    }

    /** The service that creates and documents the topic. */
    public String owner() {
        return owner;
    }

    /** What the key of a record is. */
    public Keyed keyed() {
        return keyed;
    }

    /** Settings at creation, beside the number of partitions. */
    public Map<String, String> settings() {
        return settings;
    }

    /** The number of partitions at creation when the installation uses {@code partitions} for its keyed topics. */
    public int partitions(int partitions) {
        return keyed == Keyed.WHOLE_TABLE ? 1 : partitions;
    }

    private static String days(int days) {
        return Long.toString(days * 86_400_000L);
    }

    /** How records find their partition. */
    public enum Keyed {
        /** By {@link io.tallystick.schemas.id.Partition} of the customer id. */
        BY_CUSTOMER,
        /** By the line id. */
        BY_LINE,
        /** One partition that holds the whole table. */
        WHOLE_TABLE
    }
}
