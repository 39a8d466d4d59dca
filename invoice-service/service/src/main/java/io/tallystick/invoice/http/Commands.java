package io.tallystick.invoice.http;

import io.tallystick.invoice.app.CommandKey;
import io.tallystick.schemas.problem.ProblemException;
import io.tallystick.web.access.Caller;
import io.tallystick.web.command.IdempotencyKey;
import java.util.Optional;

/** What commands have in common. */
final class Commands {
    private Commands() {}

    static Optional<CommandKey> key(String header, Caller caller, String operation, Object body) {
        return IdempotencyKey.of(header, caller.identity().keyId(), operation, body)
                .map(key -> new CommandKey(key.scope(), key.key(), key.fingerprint()));
    }

    static <T> T present(T body) {
        if (body == null) {
            throw ProblemException.of(400, "missing_body", "the body is absent");
        }
        return body;
    }

    static ProblemException notThere(String what) {
        return ProblemException.of(404, "not_found", "there is no " + what);
    }
}
