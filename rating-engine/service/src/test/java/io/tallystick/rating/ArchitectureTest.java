package io.tallystick.rating;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.tallystick.testkit.architecture.Bans;
import io.tallystick.testkit.architecture.ServiceLayers;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tallystick.rating", "io.tallystick.schemas");

    @Test
    void imports_point_one_way() {
        new ServiceLayers("io.tallystick.rating", List.of("pricing", "aggregation", "catalog", "model")).check(CLASSES);
    }

    @Test
    void the_second_computation_shares_no_code_with_the_first() {
        classes()
                .that()
                .resideInAPackage("io.tallystick.rating.verify..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "com.fasterxml.jackson..", "io.tallystick.rating.verify..")
                .because("two computations that share code are wrong together")
                .check(CLASSES);
    }

    @Test
    void what_has_one_home_is_called_nowhere_else() {
        Bans.check(CLASSES, "io.tallystick.schemas.id");
    }
}
