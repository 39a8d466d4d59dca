package io.tallystick.rating.app;

import io.tallystick.rating.config.pricebook.PriceBookCodec;
import io.tallystick.rating.config.pricebook.SubscriptionCodec;
import io.tallystick.rating.store.PgCatalogStore;
import io.tallystick.rating.store.PgRatingStore;
import io.tallystick.rating.store.PgWhatIfStore;
import io.tallystick.testkit.TestDatabase;
import java.time.InstantSource;

/** A process that does nothing but compute what-ifs: the one that is killed. Arguments: name, host and port of the database. */
final class WhatIfProcess {
    private WhatIfProcess() {}

    public static void main(String[] args) {
        WorldDatabase database = new WorldDatabase(new TestDatabase(args[0], args[1], Integer.parseInt(args[2])));
        try {
            whatIfs(database).work();
        } finally {
            database.leave();
        }
    }

    /** What-ifs over the tables, by somebody who remembers nothing. */
    static WhatIfs whatIfs(WorldDatabase database) {
        InstantSource clock = InstantSource.system();
        Catalog catalog = new Catalog(new PgCatalogStore(database.pool()), new PriceBookCodec(), null, clock);
        return new WhatIfs(
                new PgWhatIfStore(database.pool()),
                catalog,
                new PgRatingStore(database.pool(), new SubscriptionCodec()),
                clock,
                20);
    }
}
