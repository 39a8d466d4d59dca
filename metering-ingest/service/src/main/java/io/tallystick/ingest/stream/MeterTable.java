package io.tallystick.ingest.stream;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.tallystick.ingest.app.MeterCatalog;
import io.tallystick.schemas.meter.Meter;
import io.tallystick.schemas.topics.Topic;
import io.tallystick.schemas.usage.MeterRules;
import io.tallystick.web.table.CompactedTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;

/** The meters, followed from {@code catalog.meters}. */
@ApplicationScoped
class MeterTable implements MeterCatalog {
    private final CompactedTable<Meter, MeterRules> table;

    @Inject
    MeterTable(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        table = new CompactedTable<>(
                Topic.CATALOG_METERS, kafka, Meter.class, meters -> new MeterRules(meters.values()));
    }

    void start(@Observes StartupEvent event) {
        table.start();
    }

    void stop(@Observes ShutdownEvent event) {
        table.close();
    }

    @Override
    public Optional<MeterRules> rules() {
        return table.view();
    }
}
