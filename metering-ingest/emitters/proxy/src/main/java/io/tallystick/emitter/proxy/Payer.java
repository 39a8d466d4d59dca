package io.tallystick.emitter.proxy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Who pays for a request, read from its headers. */
@FunctionalInterface
public interface Payer {
    /** The customer, or nobody; {@code header} gives the value of a header or null. */
    Optional<String> of(UnaryOperator<String> header);

    /** Always the same. */
    static Payer always(String customer) {
        return header -> Optional.of(customer);
    }

    /**
     * As a header says that a gateway in front of the proxy sets after it has authenticated the caller, and that it takes away from
     * what callers send.
     */
    static Payer header(String name) {
        return header -> Optional.ofNullable(header.apply(name)).filter(value -> !value.isBlank());
    }

    /**
     * As a claim of the bearer token says. The proxy does not verify the token: the server behind it does, and answers a false one
     * with 401, which is no call.
     */
    static Payer claim(String name) {
        return header -> Optional.ofNullable(header.apply("Authorization"))
                .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(value -> value.substring(7).split("\\.", -1))
                .filter(parts -> parts.length == 3)
                .flatMap(parts -> claim(parts[1], name));
    }

    private static Optional<String> claim(String payload, String name) {
        try (JsonParser json =
                new JsonFactory().createParser(Base64.getUrlDecoder().decode(payload))) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = json.currentName().equals(name);
                if (json.nextToken() == JsonToken.VALUE_STRING && wanted) {
                    return Optional.of(json.getText()).filter(value -> !value.isBlank());
                }
                json.skipChildren();
            }
        } catch (IOException | IllegalArgumentException noToken) {
            return Optional.empty();
        }
        return Optional.empty();
    }
}
