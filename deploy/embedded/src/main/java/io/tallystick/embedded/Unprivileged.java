package io.tallystick.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * PostgreSQL refuses to run as root. Where we are root it gets a user of its own, in the first way that this system
 * allows.
 *
 * @param prefix words before a command of PostgreSQL
 * @param owner who must own its files: a user's number
 */
record Unprivileged(List<String> prefix, int owner) {
    private static final int ROOT = 0;
    private static final int NOBODY = 65534;

    /** In a new user namespace root is shown as an ordinary user, and still owns its files. */
    static final Unprivileged NAMESPACE = new Unprivileged(List.of("unshare", "-U"), ROOT);

    /**
     * Containers often forbid namespaces. The capability lets nobody reach a folder below /root, and without the bit the
     * check of access(2), which PostgreSQL makes of its own programs, would not count it.
     */
    static final Unprivileged CAPABILITY = new Unprivileged(
            List.of(
                    "setpriv",
                    "--reuid=" + NOBODY,
                    "--regid=" + NOBODY,
                    "--clear-groups",
                    "--securebits=+no_setuid_fixup",
                    "--inh-caps=+dac_override",
                    "--ambient-caps=+dac_override"),
            NOBODY);

    static Unprivileged find() {
        if (currentUser() != ROOT) {
            return new Unprivileged(List.of(), currentUser());
        }
        return Stream.of(NAMESPACE, CAPABILITY)
                .filter(Unprivileged::works)
                .findFirst()
                .orElseThrow(() -> new EmbeddedException(
                        "root_not_allowed",
                        "PostgreSQL refuses to run as root, and this system allows neither `unshare -U` nor `setpriv`:"
                                + " run the same command as an ordinary user."));
    }

    private boolean works() {
        return run("true").exit() == 0;
    }

    /** Runs a short command as this user. */
    Commands.Result run(String... command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(List.of(command));
        return Commands.run(whole, Map.of());
    }

    static int currentUser() {
        return Integer.parseInt(Commands.run("id", "-u").output().strip());
    }

    /** Gives a folder and all that is in it to the user, when it was last used by another one. */
    void own(Path folder) {
        if (currentUser() == ROOT && ownerOf(folder) != owner) {
            Commands.Result result = Commands.run("chown", "-R", owner + ":" + owner, folder.toString());
            if (result.exit() != 0) {
                throw new EmbeddedException(
                        "folder_unusable",
                        "The folder " + folder + " cannot be given to user " + owner + ": "
                                + result.output().strip());
            }
        }
    }

    private static int ownerOf(Path folder) {
        try {
            return (Integer) Files.getAttribute(folder, "unix:uid");
        } catch (IOException e) {
            throw new EmbeddedException("folder_unusable", "The folder " + folder + " cannot be read.", e);
        }
    }
}
