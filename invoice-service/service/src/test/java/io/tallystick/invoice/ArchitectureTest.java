package io.tallystick.invoice;

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
            .importPackages("io.tallystick.invoice");

    @Test
    void imports_point_one_way() {
        new ServiceLayers("io.tallystick.invoice", List.of("assembly", "review")).check(CLASSES);
    }

    @Test
    void what_has_one_home_is_called_nowhere_else() {
        Bans.check(CLASSES);
    }
}
