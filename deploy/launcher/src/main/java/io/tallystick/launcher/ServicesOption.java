package io.tallystick.launcher;

import io.tallystick.launcher.client.TallyClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which services a verb asks, and with whose key: the stack that runs here, unless another address is given. */
final class ServicesOption {
    @Option(
            names = "--url",
            paramLabel = "<url>",
            defaultValue = "${env:TALLY_URL}",
            description = "Address of the services; else TALLY_URL, else the stack that runs here.")
    private String url;

    @Option(
            names = "--key-file",
            paramLabel = "<file>",
            defaultValue = "${env:TALLY_KEY_FILE}",
            description =
                    "File with the access key; else TALLY_KEY_FILE, else the operator key made at the first start.")
    private Path keyFile;

    /**
     * A connection.
     *
     * @throws Refusal {@code not_running} or {@code no_key}
     */
    TallyClient connect(Home home) {
        String address = Optional.ofNullable(url)
                .filter(given -> !given.isBlank())
                .orElseGet(() -> new RunningStack(home).require().url());
        return new TallyClient(URI.create(address), key(home));
    }

    /** The folder for what is remembered about these services: those of another address know nothing of what this stack was sent. */
    Path memory(Path ofThisStack) {
        return url == null || url.isBlank()
                ? ofThisStack
                : ofThisStack.resolve(URI.create(url).getRawAuthority().replace(':', '-'));
    }

    private String key(Home home) {
        Path file = keyFile == null || keyFile.toString().isBlank() ? home.operatorKey() : keyFile;
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new Refusal(
                    "no_key", "There is no access key in " + file + ": name its file with --key-file.", unreadable);
        }
    }
}
