package io.tallystick.rating.simulation;

import io.tallystick.rating.app.Announcer;
import io.tallystick.rating.app.Catalog;
import io.tallystick.rating.app.CatalogStore;
import io.tallystick.rating.app.Commands;
import io.tallystick.rating.config.pricebook.PriceBookCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The catalogue of the simulation, which never changes, so that all seeds share it. */
final class Prices implements CatalogStore {
    private static final Instant PUBLISHED_AT = Instant.parse("2026-01-01T00:00:00Z");

    private final List<StoredMeter> meters = new ArrayList<>();
    private final List<StoredPlan> plans = new ArrayList<>();

    private Prices() {}

    /** The published book of the simulation. */
    static Catalog catalog() {
        Prices prices = new Prices();
        PriceBookCodec language = new PriceBookCodec();
        Announcer silent = new Announcer(prices, null, null, null, null, language, null, new Watch());
        Catalog catalog = new Catalog(prices, language, silent, () -> PUBLISHED_AT);
        try (InputStream book = Prices.class.getResourceAsStream("/simulation/book.yaml")) {
            Catalog.Report report = catalog.load(new String(book.readAllBytes(), StandardCharsets.UTF_8), false);
            if (!report.findings().isEmpty()) {
                throw new IllegalStateException(report.findings().toString());
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return catalog;
    }

    @Override
    public long version() {
        return 1;
    }

    @Override
    public StoredCatalog read() {
        return new StoredCatalog(1, meters, plans);
    }

    @Override
    public <T> T change(Function<Editor, T> work) {
        return work.apply(new Filling());
    }

    @Override
    public List<StoredMeter> unannounced(int limit) {
        return List.of();
    }

    @Override
    public void announced(StoredMeter meter) {
        throw filledOnce();
    }

    @Override
    public Optional<StoredDraft> draft(String key) {
        return Optional.empty();
    }

    @Override
    public List<String> drafts() {
        return List.of();
    }

    private static UnsupportedOperationException filledOnce() {
        return new UnsupportedOperationException("the catalogue is filled once");
    }

    private final class Filling implements Editor {
        @Override
        public StoredCatalog read() {
            return Prices.this.read();
        }

        @Override
        public void save(String key, String definition, Instant now) {
            meters.add(new StoredMeter(key, definition, now));
        }

        @Override
        public void publish(StoredPlan plan) {
            plans.add(plan);
        }

        @Override
        public void archive(String key, int version, Instant now) {
            throw filledOnce();
        }

        @Override
        public Optional<StoredDraft> draft(String key) {
            return Optional.empty();
        }

        @Override
        public StoredDraft saveDraft(String key, String definition, Instant now) {
            throw filledOnce();
        }

        @Override
        public void removeDraft(String key) {
            throw filledOnce();
        }

        @Override
        public Optional<Commands.Answered> answered(CommandKey key, Instant now) {
            return Optional.empty();
        }

        @Override
        public void answer(CommandKey key, String answer) {
            throw filledOnce();
        }
    }
}
