package io.tallystick.bench;

import io.tallystick.bench.Api.Unreachable;
import java.io.IOException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;

/** As many connections as requests are under way at the same time, each used again and again. */
final class Wires {
    private final Supplier<Api> api;
    private final String path;
    private final String contentType;
    private final Deque<Wire> idle = new ConcurrentLinkedDeque<>();

    Wires(Supplier<Api> api, String path, String contentType) {
        this.api = api;
        this.path = path;
        this.contentType = contentType;
    }

    /**
     * Sends a body and waits for its answer.
     *
     * @throws Unreachable if there is none
     */
    Wire.Answer post(byte[] body) {
        Api now = api.get();
        Wire wire = idle.pollFirst();
        while (wire != null && wire.port() != now.port()) {
            close(wire);
            wire = idle.pollFirst();
        }
        if (wire == null) {
            wire = now.wire(path, contentType);
        }
        try {
            Wire.Answer answer = wire.post(body);
            idle.addFirst(wire);
            return answer;
        } catch (IOException broken) {
            close(wire);
            throw new Unreachable(broken);
        }
    }

    private static void close(Wire wire) {
        try {
            wire.close();
        } catch (IOException goneAnyway) {
            throw new Unreachable(goneAnyway);
        }
    }
}
