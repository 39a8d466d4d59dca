package io.tallystick.rating.app;

import io.tallystick.rating.app.PlanMigration.Order;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** The notation of what is ordered for a migration of subscribers. */
public interface MigrationLanguage {
    /**
     * Reads an order.
     *
     * @param now the instant of an order that names none
     * @param newest the newest version on sale of a plan, for a target without a version
     * @throws PriceLanguageRefused with all findings at once
     */
    Order readOrder(String json, Instant now, Function<String, Optional<Integer>> newest);

    /** The order as JSON. */
    String write(Order order);
}
