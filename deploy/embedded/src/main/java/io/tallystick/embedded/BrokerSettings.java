package io.tallystick.embedded;

import java.nio.file.Path;
import java.util.Properties;

/** The parameters of a single node that is broker and controller at once. */
final class BrokerSettings {
    /** The largest batch of records that is accepted: 16 MiB. */
    private static final String MAX_BYTES = Integer.toString(16 << 20);

    private BrokerSettings() {}

    static Properties of(KafkaOptions options, Path data, int port, int controllerPort) {
        Properties settings = new Properties();
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("node.id", "1");
        // The log of the topics and the log of the controller.
        settings.setProperty("log.dirs", data.toString());
        settings.setProperty("auto.create.topics.enable", "false");
        settings.setProperty("message.max.bytes", MAX_BYTES);
        settings.setProperty("replica.fetch.max.bytes", MAX_BYTES);
        settings.setProperty("socket.request.max.bytes", Integer.toString(64 << 20));
        // One node has one copy of everything, its own topics included.
        settings.setProperty("default.replication.factor", "1");
        settings.setProperty("offsets.topic.replication.factor", "1");
        settings.setProperty("offsets.topic.num.partitions", "12");
        settings.setProperty("transaction.state.log.replication.factor", "1");
        settings.setProperty("transaction.state.log.min.isr", "1");
        settings.setProperty("transaction.state.log.num.partitions", "12");
        // A round of a process that is gone holds readers up until its time is over; nobody waits longer than that.
        settings.setProperty("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        settings.setProperty("share.coordinator.state.topic.replication.factor", "1");
        settings.setProperty("share.coordinator.state.topic.min.isr", "1");
        // Nobody else is going to join the group: consumers need not wait for them.
        settings.setProperty("group.initial.rebalance.delay.ms", "0");
        settings.setProperty("num.network.threads", "2");
        settings.setProperty("num.io.threads", "4");
        settings.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(32 << 20));
        // After a kill the controller waits for the end of the dead broker's session before it takes the new one.
        settings.setProperty("broker.session.timeout.ms", "3000");
        settings.setProperty("broker.heartbeat.interval.ms", "500");
        options.settings().forEach(settings::setProperty);
        settings.setProperty(
                "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.setProperty("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.setProperty("inter.broker.listener.name", "PLAINTEXT");
        settings.setProperty("controller.listener.names", "CONTROLLER");
        settings.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        settings.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        return settings;
    }
}
