package io.tallystick.embedded;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * The process of a broker. It ends, with everything written, on SIGTERM and when its standard input is closed, which
 * is how it notices that whoever started it has died.
 */
final class BrokerMain {
    /** Kept, because the log manager forgets a logger that nobody holds. */
    private static final Logger ROOT = Logger.getLogger("");

    private BrokerMain() {}

    /**
     * Runs a broker until it is told to end.
     *
     * @param args the file of its parameters
     */
    public static void main(String[] args) throws Exception {
        ROOT.setLevel(Level.WARNING);
        Properties settings = read(Path.of(args[0]));
        format(settings);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "broker-shutdown"));
        Thread.ofPlatform().daemon().name("watch-parent").start(BrokerMain::endWithParent);
        try {
            server.startup();
        } catch (RuntimeException e) {
            e.printStackTrace();
            // Some of its threads are up and would keep a half-started broker alive.
            Runtime.getRuntime().halt(1);
        }
        System.out.println("The broker is up: " + settings.getProperty("advertised.listeners"));
        server.awaitShutdown();
    }

    private static Properties read(Path file) throws IOException {
        Properties settings = new Properties();
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            settings.load(in);
        }
        return settings;
    }

    private static void format(Properties settings) throws Exception {
        String folder = settings.getProperty("log.dirs");
        if (Files.exists(Path.of(folder, "meta.properties"))) {
            return;
        }
        new Formatter()
                .setNodeId(Integer.parseInt(settings.getProperty("node.id")))
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName(settings.getProperty("controller.listener.names"))
                .setMetadataLogDirectory(folder)
                .addDirectory(folder)
                .run();
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Whatever is written here means nothing; only the end counts.
            }
        } catch (IOException e) {
            // A broken pipe is an end, too.
        }
        System.exit(0);
    }
}
