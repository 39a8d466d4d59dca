package io.tallystick.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnprivilegedTest {
    @TempDir
    Path folder;

    @Test
    void postgresql_never_sees_itself_as_root() {
        assertNotEquals("0", Unprivileged.find().run("id", "-u").output().strip());
    }

    @Test
    void without_namespaces_root_becomes_nobody_and_still_reaches_its_folder() throws IOException {
        assumeTrue(Unprivileged.currentUser() == 0, "only root has a user to give up");
        Path closed = Files.createDirectory(
                folder.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path program = Files.writeString(closed.resolve("program"), "#!/bin/sh\nid -u\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertEquals("65534\n", Unprivileged.CAPABILITY.run(program.toString()).output());
        assertEquals(
                0, Unprivileged.CAPABILITY.run("sh", "-c", "test -x " + program).exit());
    }
}
