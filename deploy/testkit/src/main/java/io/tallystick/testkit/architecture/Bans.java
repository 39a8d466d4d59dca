package io.tallystick.testkit.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.lang.ArchRule;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Calls that are banned outside their one home; the reason of each rule names the replacement. */
public final class Bans {
    private static final Set<String> CLOCK_READERS = Set.of(
            Instant.class.getName(),
            LocalDate.class.getName(),
            LocalDateTime.class.getName(),
            OffsetDateTime.class.getName(),
            ZonedDateTime.class.getName());

    private Bans() {}

    /**
     * Checks every ban.
     *
     * @param homes packages that read the clock or draw ids for all others, such as {@code io.tallystick.schemas.id}
     */
    public static void check(JavaClasses classes, String... homes) {
        for (ArchRule rule : rules(homes)) {
            rule.allowEmptyShould(true).check(classes);
        }
    }

    private static List<ArchRule> rules(String... homes) {
        DescribedPredicate<JavaClass> home = resideInAnyPackage(homes);
        return List.of(
                noClasses()
                        .that()
                        .resideOutsideOfPackage("io.tallystick.schemas.money")
                        .should()
                        .dependOnClassesThat()
                        .belongToAnyOf(RoundingMode.class, MathContext.class)
                        .because("digits are dropped by name only: use io.tallystick.schemas.money.Rounding"),
                noClasses()
                        .that()
                        .resideOutsideOfPackage("io.tallystick.schemas.money")
                        .should()
                        .callMethodWhere(calls(BigDecimal.class, "setScale", "divide", "round", "sqrt"))
                        .because("digits are dropped by name only: use io.tallystick.schemas.money.Rounding"),
                noClasses()
                        .should()
                        .callMethodWhere(calls(BigDecimal.class, "doubleValue", "floatValue"))
                        .because("no double touches a quantity or an amount: compute with BigDecimal"),
                noClasses()
                        .should()
                        .callConstructor(BigDecimal.class, double.class)
                        .orShould()
                        .callMethod(BigDecimal.class, "valueOf", double.class)
                        .because("a double is not a decimal: use io.tallystick.schemas.money.Decimals.parse(text)"),
                noClasses()
                        .that(DescribedPredicate.not(home))
                        .should()
                        .callMethodWhere(readsTheClock())
                        .because("the clock is given, not asked for: inject java.time.InstantSource"),
                noClasses()
                        .that(DescribedPredicate.not(home))
                        .should()
                        .callMethodWhere(calls(UUID.class, "randomUUID"))
                        .because(
                                "ids of lines are derived (Hash128), other ids are drawn by Uuid7 in io.tallystick.schemas.id"));
    }

    private static DescribedPredicate<JavaCodeUnitAccess<?>> calls(Class<?> owner, String... names) {
        Set<String> banned = Set.of(names);
        return DescribedPredicate.describe(
                owner.getSimpleName() + "." + String.join("/", names),
                call -> call.getTargetOwner().isEquivalentTo(owner) && banned.contains(call.getName()));
    }

    private static DescribedPredicate<JavaCodeUnitAccess<?>> readsTheClock() {
        return DescribedPredicate.describe("a read of the system clock", call -> {
            JavaClass owner = call.getTargetOwner();
            if (owner.isEquivalentTo(Clock.class)) {
                return call.getName().startsWith("system");
            }
            if (owner.isEquivalentTo(System.class)) {
                return call.getName().equals("currentTimeMillis");
            }
            return call.getName().equals("now") && CLOCK_READERS.contains(owner.getName());
        });
    }
}
