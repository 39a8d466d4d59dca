package io.tallystick.testkit.architecture;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BansTest {

    @Test
    void a_ban_bites_and_names_the_replacement() {
        assertBanned(Scales.class, "io.tallystick.schemas.money.Rounding");
        assertBanned(Divides.class, "io.tallystick.schemas.money.Rounding");
        assertBanned(Floats.class, "compute with BigDecimal");
        assertBanned(FromDouble.class, "Decimals.parse");
        assertBanned(Now.class, "InstantSource");
        assertBanned(Millis.class, "InstantSource");
        assertBanned(SystemClock.class, "InstantSource");
        assertBanned(Draws.class, "Hash128");
    }

    @Test
    void a_home_may_read_the_clock_for_all_others() {
        JavaClasses classes = new ClassFileImporter().importClasses(Now.class, Draws.class);

        Bans.check(classes, "io.tallystick.testkit.architecture");
    }

    private static void assertBanned(Class<?> offender, String replacement) {
        JavaClasses classes = new ClassFileImporter().importClasses(offender);
        AssertionError error = assertThrows(AssertionError.class, () -> Bans.check(classes, "nowhere"));
        assertTrue(error.getMessage().contains(replacement), error.getMessage());
    }

    static final class Scales {
        BigDecimal bad(BigDecimal value) {
            return value.setScale(2, RoundingMode.HALF_UP);
        }
    }

    static final class Divides {
        BigDecimal bad(BigDecimal value) {
            return value.divide(value);
        }
    }

    static final class Floats {
        boolean bad(BigDecimal value) {
            return value.doubleValue() > 1;
        }
    }

    static final class FromDouble {
        BigDecimal bad() {
            return BigDecimal.valueOf(0.1);
        }
    }

    static final class Now {
        Instant bad() {
            return Instant.now();
        }
    }

    static final class Millis {
        long bad() {
            return System.currentTimeMillis();
        }
    }

    static final class SystemClock {
        Clock bad() {
            return Clock.systemUTC();
        }
    }

    static final class Draws {
        UUID bad() {
            return UUID.randomUUID();
        }
    }
}
