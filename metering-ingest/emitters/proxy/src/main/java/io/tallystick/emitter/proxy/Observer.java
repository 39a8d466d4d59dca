package io.tallystick.emitter.proxy;

import io.tallystick.emitter.Gate;
import io.tallystick.emitter.McpCall;
import io.tallystick.emitter.McpCall.Method;
import io.tallystick.emitter.Meter;
import io.tallystick.emitter.Refused;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sees the messages of clients and servers go by and records each call once, when its complete result passes.
 *
 * <p>Billable is a response with a result to a metered request. Not billable is an error, a result that asks for more input
 * ({@code input_required}: the complete answer that follows is) and a result that only names a task: a task is billed when its
 * state or its result says that it has ended, under the task's own id. A request id is no identity: it only joins a
 * response to its request, within a session or an exchange. A request is forgotten with its response, so that an answer that passes
 * twice (a stream that was resumed) is one call.
 *
 * <p>May be used by any number of threads; no method throws.
 */
public final class Observer {
    private static final int KEPT = 10_000;
    private static final Set<String> ABOUT_A_TASK = Set.of("tasks/get", "tasks/result");
    private static final Set<String> TASK_CHANGED = Set.of("notifications/tasks/status", "notifications/tasks");

    private final Meter meter;
    private final Gate gate;
    private final Set<Method> metered;
    private final Map<String, Pending> pending = latest();
    private final Map<String, String> tools = latest();
    private final Map<String, String> clients = latest();
    private final Map<String, String> servers = latest();
    private final Map<String, String> revisions = latest();

    /**
     * An observer.
     *
     * @param gate asked before each tool call
     * @param metered the requests that are recorded
     */
    public Observer(Meter meter, Gate gate, Set<Method> metered) {
        this.meter = meter;
        this.gate = gate;
        this.metered = Set.copyOf(metered);
    }

    /** Whether requests of this method can become a call. */
    static boolean concerns(String method) {
        return Method.of(method).isPresent() || ABOUT_A_TASK.contains(method);
    }

    /** A request on its way. */
    private record Pending(
            String method, String name, String customer, Optional<String> key, int bytes, long at, String scope) {}

    /**
     * A message from the client.
     *
     * @param scope session or exchange within which ids are unique
     * @return the answer to give instead of passing the message on, if the customer may not make this call
     */
    Optional<byte[]> fromClient(Message message, String scope, String customer, int bytes) {
        message.fact(Message.CLIENT)
                .or(() -> message.fact(Message.CLIENT_OF_REQUEST))
                .ifPresent(name -> clients.put(scope, name));
        message.fact(Message.REVISION_OF_REQUEST).ifPresent(revision -> revisions.put(scope, revision));
        if (message.method().isEmpty() || message.id().isEmpty()) {
            return Optional.empty();
        }
        String method = message.method().get();
        Optional<Method> known = Method.of(method).filter(metered::contains);
        if (known.isEmpty() && !ABOUT_A_TASK.contains(method)) {
            return Optional.empty();
        }
        String name = message.fact(known.isEmpty() ? Message.TASK_ID : target(known.get()))
                .orElse("");
        if (known.filter(one -> one == Method.TOOLS_CALL).isPresent()) {
            Optional<Refused> refused = gate.check(customer, name);
            if (refused.isPresent()) {
                return Optional.of(Refusals.answer(message.id().get(), refused.get()));
            }
        }
        pending.put(
                scope + ' ' + message.id().get(),
                new Pending(method, name, customer, message.fact(Message.KEY), bytes, System.nanoTime(), scope));
        return Optional.empty();
    }

    /** A message from the server, before it is passed on. */
    void fromServer(Message message, String scope, String customer, int bytes) {
        if (message.method().filter(TASK_CHANGED::contains).isPresent()) {
            ended(
                    scope,
                    message.facts().getOrDefault(Message.TASK_ID, ""),
                    customer,
                    message.facts().get(Message.NOTIFIED_STATUS),
                    bytes,
                    !message.is(Message.NOTIFIED_ERROR, "true"),
                    0);
        }
        message.fact(Message.SERVER).ifPresent(name -> servers.put(scope, name));
        message.fact(Message.REVISION).ifPresent(revision -> revisions.put(scope, revision));
        if (message.method().isPresent() || message.id().isEmpty()) {
            return;
        }
        Pending request = pending.remove(scope + ' ' + message.id().get());
        if (request == null || !message.answered()) {
            return;
        }
        Optional<Method> method = Method.of(request.method());
        if (method.isEmpty()) {
            task(request, message, bytes);
        } else if (message.task().isPresent()) {
            tools.put(message.task().get(), request.name());
        } else if (isComplete(message)) {
            Optional<String> id = request.key().map(key -> "key-" + key);
            record(method.get(), request.name(), request, id, !message.is(Message.IS_ERROR, "true"), bytes);
        }
    }

    /** What belongs to an exchange that is over will not be answered. */
    void forget(String scope) {
        String prefix = scope + ' ';
        synchronized (pending) {
            pending.keySet().removeIf(key -> key.startsWith(prefix));
        }
    }

    private static boolean isComplete(Message message) {
        return message.fact(Message.RESULT_TYPE).map("complete"::equals).orElse(true);
    }

    private void task(Pending request, Message answer, int bytes) {
        String status = request.method().equals("tasks/result")
                ? (isComplete(answer) ? "completed" : "working")
                : answer.facts().get(Message.TASK_STATUS);
        boolean ok = !answer.is(Message.IS_ERROR, "true") && !answer.is(Message.TASK_ERROR, "true");
        ended(request.scope(), request.name(), request.customer(), status, bytes, ok, request.bytes());
    }

    private void ended(
            String scope, String task, String customer, String status, int bytes, boolean ok, int requestBytes) {
        if (!"completed".equals(status) && !"failed".equals(status)) {
            return;
        }
        Pending whole = new Pending(
                "tools/call",
                tools.getOrDefault(task, "unknown"),
                customer,
                Optional.empty(),
                requestBytes,
                System.nanoTime(),
                scope);
        record(
                Method.TOOLS_CALL,
                whole.name(),
                whole,
                Optional.of("task-" + task),
                ok && "completed".equals(status),
                bytes);
    }

    private void record(Method method, String name, Pending request, Optional<String> id, boolean ok, int bytes) {
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("requestBytes", request.bytes());
        more.put("responseBytes", bytes);
        Optional.ofNullable(clients.get(request.scope())).ifPresent(client -> more.put("clientName", client));
        Optional.ofNullable(servers.get(request.scope())).ifPresent(server -> more.put("serverName", server));
        Optional.ofNullable(revisions.get(request.scope())).ifPresent(at -> more.put("mcp.protocol.version", at));
        Duration duration = Duration.ofNanos(System.nanoTime() - request.at());
        meter.record(new McpCall(method, method.target(name), request.customer(), id, ok, duration, more).usage());
    }

    private static String target(Method method) {
        return method == Method.RESOURCES_READ ? Message.URI : Message.NAME;
    }

    private static <V> Map<String, V> latest() {
        return Collections.synchronizedMap(new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > KEPT;
            }
        });
    }
}
