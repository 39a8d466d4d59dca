package io.tallystick.rating.config;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tallystick.rating.verify.VerificationScope;
import io.tallystick.rating.verify.Verifications;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Computes the last weeks of some customers again each night, of others every night. */
@Singleton
class NightlyVerification {
    private static final Logger LOG = Logger.getLogger(NightlyVerification.class);

    private final Verifications verifications;
    private final RatingSettings.Verification settings;
    private final InstantSource clock;
    private final ScheduledExecutorService night = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("verification-night").daemon(true).factory());

    NightlyVerification(Verifications verifications, RatingSettings settings, InstantSource clock) {
        this.verifications = verifications;
        this.settings = settings.verification();
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        if (settings.sample() > 0) {
            Instant now = clock.instant();
            Instant next = at(LocalDate.ofInstant(now, ZoneOffset.UTC));
            long first = Duration.between(now, next.isAfter(now) ? next : next.plus(Duration.ofDays(1)))
                    .toSeconds();
            var _ = night.scheduleAtFixedRate(
                    this::verify, first, Duration.ofDays(1).toSeconds(), TimeUnit.SECONDS);
        }
    }

    private Instant at(LocalDate date) {
        return date.atTime(LocalTime.parse(settings.at())).toInstant(ZoneOffset.UTC);
    }

    private void verify() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        VerificationScope scope = new VerificationScope(
                today.minusDays(settings.days()), today.plusDays(1), Optional.empty(), Optional.of(settings.sample()));
        if (verifications.begin(scope).isEmpty()) {
            LOG.info("The nightly verification is left out: another one is under way");
        }
    }

    void stop(@Observes ShutdownEvent event) {
        night.shutdownNow();
        verifications.close();
    }
}
