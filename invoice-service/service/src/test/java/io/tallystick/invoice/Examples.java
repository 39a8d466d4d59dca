package io.tallystick.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The examples of request bodies in the OpenAPI document of the service; each is sent once. */
final class Examples {
    private final Api operator;
    private final List<String> unsent = new ArrayList<>();
    private final Map<String, JsonNode> paths = new TreeMap<>();

    Examples(Api operator) {
        this.operator = operator;
        JsonNode document = operator.get("/openapi?format=json").is(200).json();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            // Without the pattern of a parameter, if it stands there.
            String plain = path.getKey().replaceAll(":[^/]*}", "}");
            paths.put(plain, path.getValue());
            for (String method : List.of("post", "put")) {
                examples(plain, method)
                        .properties()
                        .forEach(one -> unsent.add(method + " " + plain + " " + one.getKey()));
            }
        }
    }

    private JsonNode examples(String path, String method) {
        return paths.get(path).path(method).at("/requestBody/content/application~1json/examples");
    }

    /** Sends an example to an address that stands for its path; {@code change} puts what is there in the place of a sample. */
    Api.Answer send(String method, String path, String name, String address, String... change) {
        JsonNode value = examples(path, method).path(name).path("value");
        String body = value.isTextual() ? value.asText() : value.toString();
        for (int i = 0; i < change.length; i += 2) {
            assertThat(body).contains(change[i]);
            body = body.replace(change[i], change[i + 1]);
        }
        assertThat(unsent.remove(method + " " + path + " " + name))
                .as("%s %s %s is no example", method, path, name)
                .isTrue();
        return method.equals("put") ? operator.put(address, body) : operator.post(address, body);
    }

    /** Those that nobody sent. */
    List<String> unsent() {
        return unsent;
    }
}
