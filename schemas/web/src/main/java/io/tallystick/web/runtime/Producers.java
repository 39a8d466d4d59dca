package io.tallystick.web.runtime;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.DefaultBean;
import io.quarkus.arc.Unremovable;
import io.tallystick.schemas.id.Uuid7;
import io.tallystick.schemas.json.Json;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;

/** What every service injects: the clock, ids, and the one JSON mapper. */
@Singleton
class Producers {
    /** The only clock; a test or a simulation puts another in its place. */
    @Produces
    @Singleton
    @DefaultBean
    InstantSource clock() {
        InstantSource right = InstantSource.system();
        String wrongBy = System.getProperty(SteppedClock.PROPERTY);
        return wrongBy == null ? right : new SteppedClock(right, Path.of(wrongBy));
    }

    @Produces
    @Singleton
    @DefaultBean
    SecureRandom random() {
        return new SecureRandom();
    }

    @Produces
    @Singleton
    @DefaultBean
    Uuid7 ids(InstantSource clock, SecureRandom random) {
        return new Uuid7(clock, random);
    }

    /**
     * The settings of the messages hold for HTTP bodies too: decimals as strings, unknown fields refused, bounded input. A mapper of its
     * own all the same: HTTP bodies keep the order in which fields are declared (the writer of Quarkus switches sorting off), and
     * Jackson remembers the order of whoever wrote a type first, which must never decide about the bytes of a message.
     */
    @Produces
    @Singleton
    @Unremovable
    ObjectMapper json() {
        return Json.MAPPER.copy();
    }
}
