package io.tallystick.web.access;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the access keys were read. */
@Readiness
@ApplicationScoped
class AccessKeyHealth implements HealthCheck {
    private final AccessKeyTable keys;

    AccessKeyHealth(AccessKeyTable keys) {
        this.keys = keys;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("access-keys").status(keys.ready()).build();
    }
}
