package io.tallystick.demo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.tallystick.testkit.architecture.Bans;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tallystick.demo");

    @Test
    void nothing_of_the_product_is_used_to_check_the_product() {
        DescribedPredicate<JavaClass> product = JavaClass.Predicates.resideInAPackage("io.tallystick..")
                .and(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage("io.tallystick.demo..")));
        noClasses().should().dependOnClassesThat(product).check(CLASSES);
    }

    @Test
    void what_has_one_home_is_called_nowhere_else() {
        Bans.check(CLASSES);
    }
}
