package io.tallystick.emitter;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tallystick.emitter");

    @Test
    void the_core_needs_java_and_a_json_writer_alone() {
        classes()
                .that()
                .resideOutsideOfPackage("io.tallystick.emitter.kafka")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.tallystick.emitter", "java..", "com.fasterxml.jackson.core")
                .check(CLASSES);
    }
}
