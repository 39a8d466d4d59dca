package io.tallystick.rating.app;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Where meters and plan versions are kept. */
public interface CatalogStore {
    /** The version of the catalogue, which grows with every change. */
    long version();

    /** Everything, as of one instant. */
    StoredCatalog read();

    /** Changes the catalogue; of two changes at the same time one waits for the other. */
    <T> T change(Function<Editor, T> work);

    /** Meters whose present state the log may not hold, at most {@code limit}. */
    List<StoredMeter> unannounced(int limit);

    /** Notes that the log holds the state of a meter; nothing happens if it changed meanwhile. */
    void announced(StoredMeter meter);

    /** The draft of a plan. */
    Optional<StoredDraft> draft(String key);

    /** The keys of all plans that have a draft, sorted. */
    List<String> drafts();

    /** A change of the catalogue, committed as a whole. */
    interface Editor extends Commands {
        /** Everything, before the change. */
        StoredCatalog read();

        /** Adds a meter, or replaces its name and whether it is archived. */
        void save(String key, String definition, Instant now);

        /** Adds a published version. */
        void publish(StoredPlan plan);

        /** Takes a version off sale. */
        void archive(String key, int version, Instant now);

        /** The draft of a plan. */
        Optional<StoredDraft> draft(String key);

        /** Adds or replaces the draft of a plan; its edit has a number that no draft had before. */
        StoredDraft saveDraft(String key, String definition, Instant now);

        /** Forgets the draft of a plan. */
        void removeDraft(String key);
    }

    /**
     * What a plan is to become.
     *
     * @param key of the plan
     * @param definition in the price language, JSON
     * @param edit names this state of the draft; grows with every edit
     * @param createdAt when it was begun
     * @param updatedAt when it was edited last
     */
    record StoredDraft(String key, String definition, long edit, Instant createdAt, Instant updatedAt) {}

    /**
     * A meter.
     *
     * @param key its key
     * @param definition in the price language, JSON
     * @param updatedAt when it got this state
     */
    record StoredMeter(String key, String definition, Instant updatedAt) {}

    /**
     * A version of a plan.
     *
     * @param key of the plan
     * @param version 1 or more
     * @param state published, or archived: those who are on it stay on it, and nobody else comes
     * @param definition in the price language, JSON
     * @param contentHash of the canonical definition, 32 hex digits
     * @param publishedAt when it was published
     * @param archivedAt when it was archived, null if it was not
     */
    record StoredPlan(
            String key,
            int version,
            String state,
            String definition,
            String contentHash,
            Instant publishedAt,
            Instant archivedAt) {
        /** The state of a version that is on sale. */
        static final String PUBLISHED = "published";

        /** The state of a version that was taken off sale. */
        public static final String ARCHIVED = "archived";
    }

    /**
     * The whole catalogue.
     *
     * @param version grows with every change
     * @param meters by key
     * @param plans by key and version
     */
    record StoredCatalog(long version, List<StoredMeter> meters, List<StoredPlan> plans) {
        /** Copies the lists. */
        public StoredCatalog {
            meters = List.copyOf(meters);
            plans = List.copyOf(plans);
        }
    }
}
