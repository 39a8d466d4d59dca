package io.tallystick.rating.config;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while a partition does not advance. */
@Readiness
@Singleton
class RatingHealth implements HealthCheck {
    private final MicrometerMonitor monitor;

    RatingHealth(MicrometerMonitor monitor) {
        this.monitor = monitor;
    }

    @Override
    public HealthCheckResponse call() {
        var failing = monitor.failing();
        return HealthCheckResponse.named("rating")
                .status(failing.isEmpty())
                .withData("failing partitions", failing.toString())
                .build();
    }
}
