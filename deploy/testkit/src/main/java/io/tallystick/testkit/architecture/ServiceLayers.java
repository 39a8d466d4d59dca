package io.tallystick.testkit.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;

/**
 * Who may import whom inside a service: the pure domain only Java and the messages, the use cases the domain and Mutiny, the
 * adapters the use cases and the domain and their own technology, never each other.
 *
 * @param root package of the service, such as {@code io.tallystick.rating}
 * @param pure its pure packages, each of which may import the ones before it
 */
public record ServiceLayers(String root, List<String> pure) {
    private static final List<String> ADAPTERS = List.of("stream", "store", "http", "config");

    /** Checks every layer. */
    public void check(JavaClasses classes) {
        for (ArchRule rule : rules()) {
            rule.allowEmptyShould(true).check(classes);
        }
    }

    private List<ArchRule> rules() {
        List<ArchRule> rules = new ArrayList<>();
        List<String> below = new ArrayList<>(List.of("java..", "io.tallystick.schemas.."));
        for (String layer : pure) {
            below.add(in(layer));
            rules.add(classes()
                    .that()
                    .resideInAPackage(in(layer))
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(below.toArray(String[]::new))
                    .because(layer + " is pure and imports one way: " + pure));
        }
        below.addAll(List.of(in("app"), "io.smallrye.mutiny.."));
        rules.add(classes()
                .that()
                .resideInAPackage(in("app"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(below.toArray(String[]::new))
                .because("use cases know the domain and Mutiny; technology stands behind a port"));
        for (String adapter : ADAPTERS) {
            String[] others = ADAPTERS.stream()
                    .filter(other -> !other.equals(adapter))
                    .map(this::in)
                    .toArray(String[]::new);
            rules.add(noClasses()
                    .that()
                    .resideInAPackage(in(adapter))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .because("adapters never import each other; they meet in app"));
        }
        return rules;
    }

    private String in(String layer) {
        return root + "." + layer + "..";
    }
}
