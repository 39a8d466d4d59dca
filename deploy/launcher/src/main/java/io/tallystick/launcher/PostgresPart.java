package io.tallystick.launcher;

import io.tallystick.embedded.PostgresOptions;
import io.tallystick.embedded.PostgresServer;
import io.tallystick.embedded.SchemaOwner;
import java.util.List;
import java.util.Optional;

/** The database, with a role and schema for each service that keeps anything. */
final class PostgresPart implements Part {
    static final String DATABASE = "tallystick";
    static final String RATING = "rating";
    static final String BILLING = "billing";

    private final PostgresOptions options;
    private Optional<PostgresServer> server = Optional.empty();

    PostgresPart(Home home, int port) {
        this.options = PostgresOptions.in(home.postgresql())
                .withBinaries(home.cache())
                .withLog(home.log("postgresql"))
                .withPort(port);
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public String start() {
        stop();
        PostgresServer started = PostgresServer.start(options);
        server = Optional.of(started);
        started.ensure(DATABASE, List.of(owner(RATING), owner(BILLING)));
        return "127.0.0.1:" + started.port();
    }

    /** The role of a service. The server must have been started. */
    SchemaOwner owner(String role) {
        return running().ownerWithKeptPassword(role);
    }

    PostgresServer running() {
        return server.orElseThrow(() -> new IllegalStateException("PostgreSQL has not been started"));
    }

    @Override
    public boolean isAlive() {
        return server.filter(one -> one.handle().isAlive()).isPresent();
    }

    @Override
    public void stop() {
        server.ifPresent(PostgresServer::stop);
        server = Optional.empty();
    }

    @Override
    public void kill() {
        server.ifPresent(PostgresServer::kill);
        server = Optional.empty();
    }
}
