package io.tallystick.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tallystick.schemas.access.AccessKey.Role;
import io.tallystick.web.Http.Answer;
import io.tallystick.web.access.Credential;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("integration")
@QuarkusTest
@QuarkusTestResource(Broker.class)
class AccessTest {
    private static final String OPERATORS = "/sample/operators";

    @Inject
    Keys keys;

    @Inject
    SecureRandom random;

    @Test
    void a_key_opens_what_its_role_allows_and_nothing_else() {
        Credential operator = keys.make(Role.OPERATOR, null);
        Credential ingest = keys.make(Role.INGEST, null);

        assertEquals("\"" + operator.id() + "\"", Http.get(OPERATORS, operator).body());
        assertEquals(200, Http.send(change(Http.to(OPERATORS, operator))).status());
        Answer refused = Http.get(OPERATORS, ingest).mustBe(403, "forbidden");
        assertEquals("the key " + ingest.id() + " has the role ingest, which may not do this", refused.text("/detail"));
    }

    @Test
    void nobody_passes_without_a_good_key() {
        Credential operator = keys.make(Role.OPERATOR, null);
        Credential forged =
                new Credential(operator.id(), Credential.make(random).secret());

        Answer none = Http.get(OPERATORS).mustBe(401, "unauthenticated");
        assertEquals("Bearer realm=\"tallystick\"", none.header("WWW-Authenticate"));
        Http.send(change(Http.to(OPERATORS))).mustBe(401, "unauthenticated");
        Answer wrong = Http.get(OPERATORS, forged).mustBe(401, "unauthenticated");
        assertTrue(wrong.header("WWW-Authenticate").contains("invalid_token"));
        Http.get(OPERATORS, Credential.make(random)).mustBe(401, "unauthenticated");
        Http.send(Http.to(OPERATORS).header("Authorization", "Basic YTpi")).mustBe(401, "unauthenticated");
    }

    @Test
    void a_revoked_key_is_void_within_a_second() {
        Credential operator = keys.make(Role.OPERATOR, null);
        assertEquals(200, Http.get(OPERATORS, operator).status());

        keys.revoke(operator, Role.OPERATOR);
        long revoked = System.nanoTime();
        Keys.await(() -> Http.get(OPERATORS, operator).status() == 401);

        Duration took = Duration.ofNanos(System.nanoTime() - revoked);
        assertTrue(took.compareTo(Duration.ofSeconds(1)) < 0, () -> "it took " + took);
    }

    @Test
    void what_belongs_to_another_customer_is_not_there() {
        Credential acme = keys.make(Role.CUSTOMER, "acme");

        assertEquals(200, Http.get("/sample/customers/acme", acme).status());
        Http.get("/sample/customers/other", acme).mustBe(404, "not_found");
        assertEquals(
                200,
                Http.get("/sample/customers/other", keys.make(Role.OPERATOR, null))
                        .status());
    }

    @Test
    void the_cookie_of_the_pages_opens_the_same_but_no_change_from_another_site() {
        Credential operator = keys.make(Role.OPERATOR, null);

        assertEquals(200, Http.send(page(operator)).status());
        assertEquals(
                401,
                Http.send(change(page(operator).header("Sec-Fetch-Site", "cross-site")))
                        .status());
        assertEquals(
                200,
                Http.send(change(page(operator).header("Sec-Fetch-Site", "same-origin")))
                        .status());
        assertEquals(
                401,
                Http.send(change(page(operator).header("Origin", "https://evil.example")))
                        .status());
    }

    @Test
    void a_browser_without_a_key_is_sent_to_the_login_page() {
        Answer answer = Http.send(Http.to(OPERATORS).header("Accept", "text/html,application/json;q=0.9"));

        assertEquals(303, answer.status());
        assertTrue(answer.header("Location").endsWith("/login?next=%2Fsample%2Foperators"));
    }

    @Test
    void readiness_says_whether_the_keys_are_known() {
        Keys.await(() -> Http.get("/q/health/ready").status() == 200);

        assertTrue(Http.get("/q/health/ready").body().contains("\"access-keys\""));
    }

    @Test
    void the_answer_about_readiness_names_the_process_that_gave_it() {
        Keys.await(() -> Http.get("/q/health/ready").status() == 200);
        long pid = ProcessHandle.current().pid();
        String body = Http.get("/q/health/ready").body();
        assertTrue(
                body.replaceAll("\\s", "")
                        .contains("{\"name\":\"process\",\"status\":\"UP\",\"data\":{\"pid\":" + pid + "}}"),
                body);
    }

    private static HttpRequest.Builder page(Credential credential) {
        return Http.to(OPERATORS).header("Cookie", "tally_key=" + credential.text());
    }

    private static HttpRequest.Builder change(HttpRequest.Builder request) {
        return request.header("Content-Type", "application/json").POST(BodyPublishers.noBody());
    }
}
