package io.tallystick.launcher;

import io.tallystick.embedded.AotCache;
import java.nio.file.Path;

/**
 * Where one stack keeps everything.
 *
 * @param folder data, secrets and logs, {@code .tally} in the checkout unless TALLY_HOME says otherwise
 * @param build the build of the product that this launcher belongs to
 */
record Home(Path folder, Path build) {
    static Home fromSystemProperties() {
        return new Home(
                Path.of(System.getProperty("tally.home", ".tally"))
                        .toAbsolutePath()
                        .normalize(),
                Path.of(System.getProperty("tally.build", ".")).toAbsolutePath().normalize());
    }

    /** A word of the command line of every process of ours that works for this home. */
    String mark() {
        return "-Dtally.home=" + folder;
    }

    Path postgresql() {
        return folder.resolve("postgresql");
    }

    Path kafka() {
        return folder.resolve("kafka");
    }

    Path stateFile() {
        return folder.resolve("state.json");
    }

    Path operatorKey() {
        return folder.resolve("operator-key");
    }

    /** The key that signs documents; the services make it beside the operator key. */
    Path documentKey() {
        return folder.resolve("document-signing-key.pem");
    }

    Path servicesConfiguration() {
        return folder.resolve("services.properties");
    }

    /** How far {@code ./tally send} has come with each file: data like those that it speaks of. */
    Path sent() {
        return folder.resolve("send");
    }

    Path log(String name) {
        return folder.resolve("logs").resolve(name + ".log");
    }

    /** The unpacked programs of PostgreSQL: no data, so that a wipe leaves them. */
    Path cache() {
        return folder.resolve("cache");
    }

    /** What makes the next start of this build quick, and the folder of the training for it. */
    Path aot() {
        return build.resolve("aot");
    }

    AotCache servicesCache() {
        return AotCache.in(aot(), "services");
    }

    AotCache brokerCache() {
        return AotCache.in(aot(), "broker");
    }

    /** The script looks for this one by its name. */
    AotCache launcherCache() {
        return AotCache.in(aot(), "launcher");
    }
}
