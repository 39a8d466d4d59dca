package io.tallystick.web.runtime;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Says which process answers, so that whoever started one never takes another one on the same port for it. */
@Readiness
@ApplicationScoped
class ProcessHealth implements HealthCheck {
    private final long pid = ProcessHandle.current().pid();

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("process").withData("pid", pid).up().build();
    }
}
