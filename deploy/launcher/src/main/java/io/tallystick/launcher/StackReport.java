package io.tallystick.launcher;

import io.tallystick.embedded.KafkaBroker;
import io.tallystick.embedded.PostgresServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What can be seen of a stack from outside.
 *
 * @param home whose
 * @param state of the living supervisor, if there is one
 * @param ready whether the services say so themselves
 * @param processes of the stack that live
 * @param leftovers processes that nobody supervises
 */
record StackReport(
        Home home, Optional<StackState> state, boolean ready, List<ProcessReport> processes, List<String> leftovers) {

    static StackReport of(Home home) {
        Optional<StackState> state = new RunningStack(home).find();
        return new StackReport(
                home,
                state,
                state.filter(new Health()::isReady).isPresent(),
                state.map(one -> processes(home, one)).orElse(List.of()),
                state.isPresent() ? List.of() : new Leftovers(home).find());
    }

    private static List<ProcessReport> processes(Home home, StackState state) {
        List<ProcessReport> reports = new ArrayList<>();
        add(
                reports,
                "PostgreSQL",
                PostgresServer.runningIn(home.postgresql()),
                "127.0.0.1:" + state.ports().postgresql());
        add(
                reports,
                "Kafka",
                KafkaBroker.runningIn(home.kafka()),
                "127.0.0.1:" + state.ports().kafka());
        OptionalLong services = state.services().map(OptionalLong::of).orElse(OptionalLong.empty());
        add(reports, "Services", services, state.url());
        add(reports, "Supervisor", OptionalLong.of(state.supervisor()), "");
        return reports;
    }

    private static void add(List<ProcessReport> reports, String name, OptionalLong pid, String address) {
        pid.stream()
                .mapToObj(ProcessHandle::of)
                .flatMap(Optional::stream)
                .filter(ProcessHandle::isAlive)
                .map(handle -> ProcessReport.of(name, handle.pid(), address))
                .forEach(reports::add);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("running", state.isPresent());
        json.put("ready", ready);
        state.ifPresent(one -> {
            json.put("phase", one.phase().name().toLowerCase(java.util.Locale.ROOT));
            json.put("url", one.url());
            json.put("startedAt", one.startedAt().toString());
            one.message().ifPresent(message -> json.put("message", message));
        });
        json.put("processes", processes.stream().map(ProcessReport::json).toList());
        json.put("leftovers", leftovers);
        json.put("home", home.folder().toString());
        json.put("operatorKeyFile", home.operatorKey().toString());
        return json;
    }

    String headline(Instant now) {
        return state.map(one -> headline(one, now))
                .orElse(
                        leftovers.isEmpty()
                                ? "Tallystick is not running here: start it with ./tally up."
                                : "Tallystick is not running, but an earlier run has left "
                                        + String.join(", ", leftovers)
                                        + ": ./tally up starts afresh, ./tally down only stops them.");
    }

    private String headline(StackState running, Instant now) {
        String since = words(Duration.between(running.startedAt(), now));
        return switch (running.phase()) {
            case READY ->
                ready
                        ? "Tallystick is ready at " + running.url() + ", up for " + since + "."
                        : "Tallystick is up for " + since + ", but its services at " + running.url()
                                + " do not say that they are ready: see " + home.log("services") + ".";
            case STARTING -> "Tallystick is starting.";
            case STOPPING -> "Tallystick is stopping.";
            case STOPPED, FAILED -> "Tallystick has ended.";
        };
    }

    private static String words(Duration time) {
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        return time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }
}
