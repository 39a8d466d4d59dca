package io.tallystick.bench;

import io.tallystick.embedded.KafkaBroker;
import io.tallystick.embedded.PostgresServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;

/** Under which conditions a figure was measured; settings are read back from the running servers. */
final class Conditions {
    private static final List<String> POSTGRES = List.of(
            "server_version",
            "fsync",
            "synchronous_commit",
            "full_page_writes",
            "shared_buffers",
            "max_wal_size",
            "wal_compression",
            "checkpoint_timeout");
    private static final List<String> KAFKA = List.of(
            "num.io.threads",
            "num.network.threads",
            "log.flush.interval.messages",
            "min.insync.replicas",
            "message.max.bytes",
            "compression.type");
    private static final int SYNCS = 200;

    private Conditions() {}

    static Map<String, String> of(BenchStack stack, Path folder) {
        Map<String, String> all = machine(folder);
        all.put("services", String.join(" ", BenchStack.jvmOptions()));
        all.putAll(postgres(stack.postgres()));
        all.putAll(kafka(stack.kafka()));
        return all;
    }

    static Map<String, String> machine(Path folder) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("cpu", cpu() + ", " + Runtime.getRuntime().availableProcessors() + " cores");
        all.put("memory", memory());
        all.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        all.put("commit", commit());
        all.put("jdk", System.getProperty("java.vendor") + " " + Runtime.version());
        all.put("fdatasync", fdatasync(folder));
        all.put("machine", "the load and everything that is measured share it");
        return all;
    }

    static Map<String, String> postgres(PostgresServer server) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String name : POSTGRES) {
            all.put("postgresql " + name, server.setting(name));
        }
        return all;
    }

    static Map<String, String> kafka(KafkaBroker server) {
        Map<String, String> all = new LinkedHashMap<>();
        Config broker = broker(server.bootstrapServers());
        for (String name : KAFKA) {
            all.put(
                    "kafka " + name,
                    broker.get(name) == null ? "?" : broker.get(name).value());
        }
        return all;
    }

    private static Config broker(String bootstrapServers) {
        ConfigResource node = new ConfigResource(ConfigResource.Type.BROKER, "1");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            String id = admin.describeCluster().nodes().get().iterator().next().idString();
            ConfigResource first = new ConfigResource(ConfigResource.Type.BROKER, id);
            return admin.describeConfigs(List.of(first)).all().get().get(first);
        } catch (ExecutionException unreadable) {
            throw new BenchFailure("the settings of " + node + " cannot be read", unreadable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", interrupted);
        }
    }

    private static String fdatasync(Path folder) {
        Path file = folder.resolve("fdatasync");
        ByteBuffer block = ByteBuffer.allocate(4_096);
        long[] nanos = new long[SYNCS];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < SYNCS; i++) {
                long began = System.nanoTime();
                channel.write(block.clear(), 0);
                channel.force(false);
                nanos[i] = System.nanoTime() - began;
            }
            Files.delete(file);
        } catch (IOException unwritable) {
            throw new BenchFailure("the folder cannot be written", unwritable);
        }
        Arrays.sort(nanos);
        return String.format(
                Locale.ROOT, "p50 %.2f ms, p99 %.2f ms", nanos[SYNCS / 2] / 1e6, nanos[SYNCS * 99 / 100] / 1e6);
    }

    /** Of the checkout; "?" if it is none. */
    private static String commit() {
        try {
            Process git = new ProcessBuilder(
                            "git", "-C", System.getProperty("tally.root", "."), "describe", "--always", "--dirty")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return said.isEmpty() ? "?" : said;
        } catch (IOException noGit) {
            return "?";
        }
    }

    private static String cpu() {
        return fromProc("/proc/cpuinfo", "model name", System.getProperty("os.arch"));
    }

    private static String memory() {
        return fromProc("/proc/meminfo", "MemTotal", "?");
    }

    private static String fromProc(String file, String field, String otherwise) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> line.startsWith(field))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException notLinux) {
            return otherwise;
        }
    }
}
