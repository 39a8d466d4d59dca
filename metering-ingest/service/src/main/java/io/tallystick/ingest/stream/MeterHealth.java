package io.tallystick.ingest.stream;

import io.tallystick.ingest.app.MeterCatalog;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the meters were read. */
@Readiness
@ApplicationScoped
class MeterHealth implements HealthCheck {
    private final MeterCatalog meters;

    MeterHealth(MeterCatalog meters) {
        this.meters = meters;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("ingest-meters")
                .status(meters.rules().isPresent())
                .build();
    }
}
