package io.tallystick.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * A running PostgreSQL 18 in a process of its own, reachable on the loopback interface only.
 *
 * <p>What it acknowledged is on disk: {@code fsync}, {@code synchronous_commit} and {@code full_page_writes} are on and
 * cannot be switched off, so a commit survives a {@code kill -9} of every process and a loss of power. The data stay
 * in the folder when the server stops. Passwords are checked with SCRAM; the superuser's is drawn at the first start
 * and kept in {@code secrets/postgres}, readable by its owner alone.
 *
 * <p>Starting in a folder whose earlier server was killed, or lives on as an orphan, works: the orphan is stopped
 * first. Starting in a folder that another living process has open is refused.
 *
 * <p>Example: {@code try (var server = PostgresServer.start(PostgresOptions.in(folder))) { … }} is up in about two
 * seconds the first time and in less than one later.
 */
public final class PostgresServer implements AutoCloseable {
    /** The name of the superuser. */
    public static final String SUPERUSER = "postgres";

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);
    private static final int ATTEMPTS_TO_FIND_A_PORT = 5;

    private final PostgresFolder folder;
    private final FolderLock lock;
    private final ChildProcess child;
    private final int port;

    private PostgresServer(PostgresFolder folder, FolderLock lock, ChildProcess child, int port) {
        this.folder = folder;
        this.lock = lock;
        this.child = child;
        this.port = port;
    }

    /**
     * Starts a server and returns when it answers queries.
     *
     * @throws EmbeddedException {@code port_in_use}, {@code folder_in_use}, {@code start_timeout}, {@code start_failed},
     *     {@code root_not_allowed}, {@code platform_unsupported}; nothing is left running then
     */
    public static PostgresServer start(PostgresOptions options) {
        FolderLock lock = FolderLock.take(options.folder());
        try {
            PostgresFolder folder = PostgresFolder.prepare(options);
            for (int attempt = 1; ; attempt++) {
                int port = options.port() == 0 ? FreePorts.pick() : options.port();
                try {
                    return start(folder, lock, port);
                } catch (EmbeddedException e) {
                    boolean retry = options.port() == 0 && e.code().equals("port_in_use");
                    if (!retry || attempt == ATTEMPTS_TO_FIND_A_PORT) {
                        throw e;
                    }
                }
            }
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static PostgresServer start(PostgresFolder folder, FolderLock lock, int port) {
        ChildProcess child = ChildProcess.start(new ChildProcess.Start(
                folder.serverCommand(port),
                PostgresFolder.ENVIRONMENT,
                folder.data(),
                folder.options().log()));
        PostgresServer server = new PostgresServer(folder, lock, child, port);
        try {
            server.awaitAnswer();
            return server;
        } catch (RuntimeException e) {
            server.killAll();
            throw e;
        }
    }

    /**
     * Stops a server that lives on in this folder although whoever started it is gone.
     *
     * @return the process id of the orphan, or empty if there was none
     * @throws EmbeddedException {@code folder_in_use} if its owner lives
     */
    public static OptionalLong stopOrphan(Path folder) {
        FolderLock lock = FolderLock.take(folder.toAbsolutePath().normalize());
        try (lock) {
            return PostgresFolder.stopOrphan(PostgresFolder.dataIn(folder));
        }
    }

    /** The process id of a server that runs in this folder, whoever started it. */
    public static OptionalLong runningIn(Path folder) {
        return PostgresFolder.runningIn(PostgresFolder.dataIn(folder));
    }

    private void awaitAnswer() {
        Duration silence = folder.options().silence();
        Deadline deadline = Deadline.in(silence);
        String seen = "";
        while (!folder.isReady(child.pid())) {
            String output = child.output();
            if (!child.isAlive()) {
                throw PostgresTrouble.explain(output, folder.options(), port);
            }
            if (!output.equals(seen)) {
                seen = output;
                deadline = Deadline.in(silence);
            }
            if (deadline.passed()) {
                throw new EmbeddedException(
                        "start_timeout",
                        "PostgreSQL was silent for " + silence.toSeconds() + " s and is not ready, see "
                                + folder.options().log() + ".");
            }
            Deadline.pause();
        }
    }

    /** The port of the loopback interface. */
    public int port() {
        return port;
    }

    /** The process id of the server (its postmaster). */
    public long pid() {
        return child.pid();
    }

    /** The running process, for whoever wants to wait for its end. */
    public ProcessHandle handle() {
        return child.handle();
    }

    /** A JDBC address without credentials, for example {@code jdbc:postgresql://127.0.0.1:5432/tallystick}. */
    public String jdbcUrl(String database) {
        return jdbcUrl(port, database);
    }

    private static String jdbcUrl(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** An address for the Vert.x client, for example {@code postgresql://127.0.0.1:5432/tallystick}. */
    public String reactiveUrl(String database) {
        return "postgresql://127.0.0.1:" + port + "/" + database;
    }

    /**
     * Connects as superuser.
     *
     * @param database the name of an existing database, for example {@code postgres}
     * @throws SQLException if the server does not answer
     */
    public Connection connect(String database) throws SQLException {
        return connect(jdbcUrl(database), superuserPassword());
    }

    private static Connection connect(String url, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", SUPERUSER);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "5");
        // Not through DriverManager: it knows only the drivers of one class loader, and Quarkus has several.
        return new Driver().connect(url, properties);
    }

    /** For tools that connect by themselves, the testkit among them; never to be shown. */
    public String superuserPassword() {
        return folder.secrets().of(SUPERUSER);
    }

    /** Makes a database with these owners of schemas, as {@link Databases#ensure}. */
    public void ensure(String database, List<SchemaOwner> owners) {
        Databases.ensure(this::connect, database, owners);
    }

    /** An owner whose password is drawn once and kept beside the superuser's, in {@code secrets/<role>}. */
    public SchemaOwner ownerWithKeptPassword(String role) {
        return new SchemaOwner(role, folder.secrets().of(role));
    }

    /**
     * The value that this server has for a parameter, for example {@code on} for {@code fsync}.
     *
     * @throws EmbeddedException {@code no_answer}
     */
    public String setting(String parameter) {
        return setting(folder.options().folder(), port, parameter);
    }

    /**
     * The value that the server running in a folder has for a parameter, whoever started it.
     *
     * @param folder of the server, for its superuser's password
     * @param port where it listens
     * @throws EmbeddedException {@code no_answer}
     */
    public static String setting(Path folder, int port, String parameter) {
        SchemaOwner.checkName("parameter", parameter);
        String password = new Secrets(folder.resolve("secrets")).of(SUPERUSER);
        try (Connection connection = connect(jdbcUrl(port, SUPERUSER), password);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + parameter)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new EmbeddedException("no_answer", "PostgreSQL does not answer: " + e.getMessage() + ".", e);
        }
    }

    /** Ends all connections, writes everything out and stops. The data stay. Safe to call twice. */
    public void stop() {
        if (child.isAlive() && !child.end("INT", STOP_PATIENCE) && !child.end("QUIT", STOP_PATIENCE)) {
            killAll();
        }
        lock.close();
    }

    /** SIGKILL for the server and everything that belongs to it, as a fault test needs it. The data stay. */
    public void kill() {
        killAll();
        lock.close();
    }

    /** Leaves the server running without an owner, as the death of this process would. */
    void forget() {
        lock.close();
    }

    private void killAll() {
        child.kill();
        Squatters.killIn(folder.data());
    }

    /** The same as {@link #stop}. */
    @Override
    public void close() {
        stop();
    }
}
