package io.tallystick.invoice;

import static io.tallystick.invoice.Lines.DECEMBER;
import static io.tallystick.invoice.Lines.NOVEMBER;
import static io.tallystick.invoice.Lines.OCTOBER;
import static io.tallystick.invoice.Lines.PARTITIONS;
import static io.tallystick.invoice.Lines.SEPTEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.tallystick.invoice.Api.Answer;
import io.tallystick.schemas.control.ControlRecord.SealRequested;
import io.tallystick.schemas.manifest.DocumentCheck;
import io.tallystick.schemas.manifest.SigningKeys;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.testkit.TallyResources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The wired service against a real PostgreSQL and a real Kafka, with the other side of the topics played by the test. */
@QuarkusTest
@QuarkusTestResource(
        value = TallyResources.class,
        restrictToAnnotatedClass = true,
        initArgs = {
            @ResourceArg(name = "partitions", value = "4"),
            @ResourceArg(name = "datasources", value = "billing")
        })
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("integration")
class InvoiceServiceTest {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @ConfigProperty(name = "tally.access.bootstrap-key-file")
    Path keyFile;

    private FakeRating rating;
    private Api operator;

    @BeforeEach
    void connect() {
        rating = new FakeRating(kafka, PARTITIONS);
        int port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
        operator = Api.at(port, firstKey());
    }

    @AfterEach
    void disconnect() {
        rating.close();
    }

    private String firstKey() {
        try {
            return Files.readString(keyFile).strip();
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    @Test
    @Order(1)
    void the_first_operator_key_stands_in_a_file_for_its_owner_alone_and_opens_everything() throws IOException {
        Eventually.holds(() -> operator.get("/v1/access-keys").is(200).size("/items", 1));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)));
        operator.as(null).get("/v1/customers").is(401, "unauthenticated");
    }

    @Test
    @Order(2)
    void a_customer_is_edited_on_the_version_that_was_read() {
        Answer made = operator.post("/v1/customers", """
                        {"id":"acme","name":"Acme Corporation","currency":"USD","zone":"America/New_York",
                         "email":"ap@acme.example","address":"350 Fifth Avenue\\nNew York, NY 10118","taxId":"US 99-1"}
                        """).is(201).has("/language", "en");
        assertTrue(made.header("Location").endsWith("/v1/customers/acme"), made.header("Location"));
        assertEquals("\"0\"", made.header("ETag"));
        operator.post("/v1/customers", customer("acme", "Somebody else")).is(409, "customer_exists");
        String change = customer("acme", "Acme Corp.");
        operator.put("/v1/customers/acme", change).is(428, "if_match_required");
        Answer changed = operator.with("If-Match", "\"0\"")
                .put("/v1/customers/acme", change)
                .is(200)
                .has("/name", "Acme Corp.")
                .has("/email", null);
        assertEquals("\"1\"", changed.header("ETag"));
        operator.with("If-Match", "\"0\"").put("/v1/customers/acme", change).is(412, "version_changed");
        operator.with("If-Match", "\"1\"")
                .put("/v1/customers/acme", customer("other", "x"))
                .is(422, "invalid_fields");
        operator.get("/v1/customers/nobody").is(404, "not_found");
    }

    @Test
    @Order(2)
    void every_rule_that_master_data_break_is_named_at_once() {
        Answer refused = operator.post("/v1/customers", """
                        {"id":"","name":" ","currency":"XXX","zone":"Mars/Olympus","language":"!","email":"no"}
                        """).is(422, "invalid_fields");
        assertEquals(
                List.of("/id", "/name", "/currency", "/zone", "/language", "/email"),
                refused.all("/errors", "pointer"));
        operator.post("/v1/customers", "{\"id\":\"x\",\"colour\":\"red\"}").is(400);
        operator.post("/v1/customers", "").is(400);
    }

    @Test
    @Order(3)
    void spend_says_how_fresh_it_is_and_what_is_under_way() {
        Instant received = Instant.parse("2026-11-22T10:00:00Z");
        RatedLine usage = Lines.usage("acme", OCTOBER, NOVEMBER, "12000", "10.00");
        rating.send(usage, Lines.fee("acme", OCTOBER, NOVEMBER, "49.00"));
        long offset = rating.event("acme");
        Eventually.holds(() -> operator.get("/v1/customers/acme/spend")
                .is(200)
                .has("/eventsUnderWay", "1")
                .has("/asOf", null)
                .has("/total", "59.00"));

        rating.progress(usage.partition(), offset + 1, received);
        Eventually.holds(() -> operator.get("/v1/customers/acme/spend").has("/eventsUnderWay", "0"));
        Answer spend = operator.get("/v1/customers/acme/spend")
                .has("/currency", "USD")
                .has("/uninvoiced", "59.00")
                .size("/periods", 1)
                .size("/periods/0/lines/1/steps", 2);
        assertEquals(List.of("RECURRING", "USAGE"), spend.all("/periods/0/lines", "kind"));
        assertNotNull(spend.text("/asOf"));

        rating.event("acme");
        Eventually.holds(() -> operator.get("/v1/customers/acme/spend")
                .has("/eventsUnderWay", "1")
                .has("/asOf", received.toString()));
        operator.get("/v1/customers/nobody/spend").is(404, "not_found");
    }

    @Test
    @Order(4)
    void a_customer_sees_its_own_and_nothing_else() {
        Answer made = operator.post(
                        "/v1/access-keys", "{\"role\":\"customer\",\"customerId\":\"acme\",\"name\":\"acme portal\"}")
                .is(201);
        assertEquals("no-store", made.header("Cache-Control"));
        Api acme = operator.as(made.text("/credential"));
        acme.get("/v1/customers/acme/spend").is(200);
        acme.get("/v1/customers/globex/spend").is(404, "not_found");
        acme.get("/v1/customers/globex").is(404, "not_found");
        acme.get("/v1/invoices?customerId=globex").is(404, "not_found");
        acme.get("/customers/globex").is(404, "not_found");
        acme.get("/v1/customers").is(403, "forbidden");
        acme.get("/v1/closes").is(403, "forbidden");
        acme.get("/v1/access-keys").is(403, "forbidden");

        operator.delete("/v1/access-keys/" + made.text("/id")).is(200);
        acme.get("/v1/customers/acme/spend").is(401, "unauthenticated");
        List<String> credentials = operator.get("/v1/access-keys").all("/items", "credential");
        assertEquals(Arrays.asList(null, null), credentials);
    }

    @Test
    @Order(5)
    void the_last_operator_key_cannot_be_revoked() {
        String first = firstKey().substring(3, 19);
        operator.delete("/v1/access-keys/" + first).is(409, "last_operator_key");
        operator.delete("/v1/access-keys/none").is(404, "not_found");
        Answer refused = operator.post("/v1/access-keys", "{\"role\":\"root\",\"name\":\"\"}")
                .is(422, "invalid_fields");
        assertEquals(List.of("/role", "/name"), refused.all("/errors", "pointer"));
        operator.post("/v1/access-keys", "{\"role\":\"customer\",\"name\":\"x\"}")
                .is(422)
                .has("/errors/0/pointer", "/customerId");
    }

    @Test
    @Order(5)
    void the_short_way_to_the_spend_answers_as_the_resource_does() {
        Api acme = operator.as(
                operator.post("/v1/access-keys", "{\"role\":\"customer\",\"customerId\":\"acme\",\"name\":\"both\"}")
                        .text("/credential"));
        Api sender = operator.as(operator.post("/v1/access-keys", "{\"role\":\"ingest\",\"name\":\"both\"}")
                .text("/credential"));
        Eventually.holds(() -> acme.get("/v1/customers/acme/spend").is(200));
        Eventually.holds(() -> sender.get("/v1/customers/acme/spend").is(403, "forbidden"));
        for (Api who : List.of(operator, acme)) {
            Answer plain = who.get("/v1/customers/acme/spend").is(200);
            for (Answer other : List.of(
                    who.get("/v1/customers/acme/spend?x=1"),
                    who.get("/v1/customers/%61cme/spend"),
                    who.with("Accept", "application/json;q=0.9").get("/v1/customers/acme/spend"))) {
                assertEquals(plain.is(200).body(), other.is(200).body());
                assertEquals(plain.header("Content-Type"), other.header("Content-Type"));
            }
        }
        Answer unknown = operator.get("/v1/customers/globex/spend");
        Answer same = operator.get("/v1/customers/globex/spend?x=1");
        assertEquals(unknown.body(), same.body());
        assertEquals(unknown.header("Content-Type"), same.header("Content-Type"));
        for (String path : List.of("/v1/customers/globex/spend", "/v1/customers/globex/spend?x=1")) {
            acme.get(path).is(404, "not_found");
            operator.get(path).is(404, "not_found");
            sender.get(path).is(403, "forbidden");
            operator.as(null).get(path).is(401, "unauthenticated");
            operator.as("tk_wrong").get(path).is(401, "unauthenticated");
        }
        assertThat(operator.as(null).get("/q/metrics").body()).doesNotContain("acme");
    }

    @Test
    @Order(6)
    void a_bad_cutoff_is_refused_with_field_value_and_rule() {
        operator.post("/v1/closes", "{\"cutoff\":\"2999-01-01T00:00:00Z\"}")
                .is(422, "cutoff_in_future")
                .has("/errors/0/pointer", "/cutoff")
                .has("/errors/0/value", "2999-01-01T00:00:00Z")
                .has("/errors/0/rule", "not after now");
        operator.post("/v1/closes", "{}").is(422, "missing_field");
        operator.post("/v1/closes", "{\"cutoff\":\"yesterday\"}").is(400);
        operator.get("/v1/closes/none").is(404, "not_found");
    }

    @Test
    @Order(7)
    void a_close_waits_for_every_partition_and_makes_gapless_invoices() {
        rating.send(
                Lines.usage("acme", OCTOBER, NOVEMBER, "12000", "10.00"),
                Lines.fee("acme", OCTOBER, NOVEMBER, "49.00"),
                Lines.fee("acme", NOVEMBER, DECEMBER, "49.00"),
                Lines.usage("ghost", SEPTEMBER, OCTOBER, "1", "0.00"),
                Lines.line("acme", "seats", RatedLine.Kind.ADD_ON, OCTOBER, NOVEMBER, OCTOBER, "2", "20.00", "EUR"));
        for (int i = 0; i < 7; i++) {
            operator.post("/v1/customers", customer("c" + i, "Customer " + i)).is(201);
            rating.send(Lines.fee("c" + i, OCTOBER, NOVEMBER, "19.9" + i));
        }
        Api october = operator.with("Idempotency-Key", "october");
        Answer asked = october.post("/v1/closes", "{\"cutoff\":\"2026-11-01T00:00:00Z\"}")
                .is(202);
        String id = asked.text("/id");
        assertTrue(asked.header("Location").endsWith("/v1/closes/" + id));
        october.post("/v1/closes", "{\"cutoff\":\"2026-11-01T01:00:00+01:00\"}")
                .is(200)
                .has("/id", id);
        october.post("/v1/closes", "{\"cutoff\":\"2026-11-02T00:00:00Z\"}").is(422, "idempotency_key_reused");
        operator.post("/v1/closes", "{\"cutoff\":\"2026-11-02T00:00:00Z\"}").is(409, "close_running");

        SealRequested barrier = rating.awaitBarrier(id);
        assertEquals(id, barrier.closeId());
        rating.answer(barrier, 0);
        rating.answer(barrier, 1);
        rating.answer(barrier, 3);
        Eventually.holds(() -> operator.get("/v1/closes/" + id)
                .has("/state", "sealing")
                .has("/partitions/sealed", "3")
                .has("/partitions/of", "4")
                .has("/partitions/waitingFor/0", "2"));
        rating.answer(barrier, 2);

        Eventually.holds(() -> operator.get("/v1/closes/" + id)
                .has("/state", "review")
                .has("/review/invoices", "9")
                .has("/review/totals/EUR", "20.00"));
        operator.get("/v1/closes/" + id)
                .has("/waitingFor/0", "1 exception is open: mend it or waive it by name.")
                .has("/exceptions/0/customerId", "ghost")
                .has("/exceptions/0/code", "customer_missing");
        operator.post("/v1/closes/" + id + "/approve", "").is(409, "exceptions_open");
        operator.post("/v1/closes/" + id + "/waivers", "{}")
                .is(422, "missing_field")
                .has("/errors/0/pointer", "/reason");
        operator.post("/v1/closes/" + id + "/waivers", "{\"exceptionIds\":[\"none\"],\"reason\":\"x\"}")
                .is(422, "unknown_exception");
        operator.post("/v1/closes/" + id + "/waivers", "{\"reason\":\"billed next month\"}")
                .is(200);
        Eventually.holds(() -> operator.get("/v1/closes/" + id).has("/state", "completed"));
        operator.get("/v1/closes/" + id)
                .has("/approval/by", "policy")
                .has("/invoices/made", "9")
                .has("/invoices/of", "9")
                .has("/proof/differences", "0")
                .has("/proof/received", "40")
                .has("/proof/dispositions/rated", "28")
                .has("/proof/lines", "12")
                .size("/proof/partitions", PARTITIONS)
                .has("/openExceptions", "0")
                .has("/exceptions/0/state", "waived")
                .has("/exceptions/0/waiver/reason", "billed next month")
                .has("/outcome/invoicedLines", "11")
                .has("/outcome/exceptionalLines", "1");
        numbersAre(operator.get("/v1/invoices?closeId=" + id).is(200), 9);
        operator.post("/v1/closes", "{\"cutoff\":\"2026-11-01T00:00:00Z\"}")
                .is(200)
                .has("/id", id);
        operator.post("/v1/closes", "{\"cutoff\":\"2026-10-31T00:00:00Z\"}").is(409, "cutoff_not_after_last");
        operator.post("/v1/closes/" + id + "/cancel", "{\"reason\":\"too late\"}")
                .is(409, "illegal_transition")
                .has("/errors/0/pointer", "/state")
                .has("/errors/0/value", "completed");
    }

    private static void numbersAre(Answer listed, int count) {
        int year = LocalDate.now(ZoneOffset.UTC).getYear();
        List<String> numbers = listed.all("/items", "number");
        assertEquals(count, numbers.size());
        for (int i = 0; i < count; i++) {
            assertEquals(String.format(Locale.ROOT, "INV-%d-%06d", year, count - i), numbers.get(i));
        }
    }

    @Test
    @Order(8)
    void an_invoice_carries_its_arithmetic_and_there_is_one_for_each_currency() {
        Answer listed = operator.get("/v1/invoices?customerId=acme").is(200);
        assertEquals(List.of("USD", "EUR"), listed.all("/items", "currency"));
        assertEquals(List.of("108.00", "20.00"), listed.all("/items", "total"));
        Answer invoice = operator.get("/v1/invoices/" + listed.text("/items/0/id"))
                .is(200)
                .has("/state", "finalized")
                .size("/lines/2/steps", 2)
                .has("/customer/name", "Acme Corp.")
                .has("/seller/name", "Example Systems Inc.")
                .has("/subtotal", "108.00")
                .has("/eventCount", "12000");
        assertEquals(List.of("49.00", "49.00", "10.00"), invoice.all("/lines", "amount"));
        assertTrue(invoice.text("/lines/2/explanation").startsWith("/v1/usage/lines/"));
        assertEquals("\"" + listed.text("/items/0/sha256") + "\"", invoice.header("ETag"));
        operator.get("/v1/customers/acme/spend")
                .has("/uninvoiced", "0.00")
                .size("/periods", 1)
                .has("/periods/0/lines/0/invoiced", "true");
    }

    @Test
    @Order(9)
    void what_was_left_out_is_mended_in_the_review_of_the_next_close() {
        rating.hasSealedUntil(NOVEMBER);
        String id = operator.post(
                        "/v1/closes", "{\"cutoff\":\"2026-11-01T00:00:01Z\",\"drive\":\"manual\",\"begin\":false}")
                .is(202)
                .has("/state", "planned")
                .text("/id");
        operator.post("/v1/closes/" + id + "/finalize", "").is(409, "illegal_transition");
        operator.post("/v1/closes/" + id + "/start", "").is(200).has("/state", "sealing");
        rating.answerAll(rating.awaitBarrier(id));
        Eventually.holds(
                () -> operator.get("/v1/closes/" + id).has("/state", "review").has("/openExceptions", "1"));
        operator.post("/v1/customers", customer("ghost", "Ghost Ltd.")).is(201);
        operator.post("/v1/closes/" + id + "/recheck", "{}").is(200);
        Eventually.holds(() -> operator.get("/v1/closes/" + id)
                .has("/openExceptions", "0")
                .has("/exceptions/0/state", "mended")
                .has("/waitingFor/0", "It waits to be approved."));
        operator.post("/v1/closes/" + id + "/approve", "").is(200).has("/state", "approved");
        operator.post("/v1/closes/" + id + "/approve", "").is(409, "illegal_transition");
        operator.post("/v1/closes/" + id + "/finalize", "").is(200);
        Eventually.holds(() ->
                operator.get("/v1/closes/" + id).has("/state", "completed").has("/invoices/made", "1"));
        assertEquals(
                List.of("0.00"), operator.get("/v1/invoices?customerId=ghost").all("/items", "total"));
        numbersAre(operator.get("/v1/invoices"), 10);
    }

    @Test
    @Order(10)
    void pages_and_documents_are_there_for_those_who_log_in() throws IOException {
        Api browser = operator.as(null).with("Accept", "text/html");
        Answer sent = browser.get("/").is(303);
        assertTrue(sent.header("Location").endsWith("/login?next=%2F"), sent.header("Location"));
        browser.get("/login").is(200);
        Api form = browser.with("Content-Type", "application/x-www-form-urlencoded");
        form.post("/login", "key=tk_wrong").is(401);
        Answer in =
                form.post("/login", "next=%2F%2Fevil.example&key=" + firstKey()).is(303);
        assertTrue(in.header("Location").endsWith("/") && !in.header("Location").contains("evil"));
        String cookie = in.header("Set-Cookie");
        assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), cookie);

        Api session = browser.with("Cookie", cookie.substring(0, cookie.indexOf(';')));
        assertTrue(session.get("/").is(200).body().contains("INV-"));
        assertTrue(session.get("/customers/acme").is(200).body().contains("Developer plan"));
        assertTrue(session.get("/customers/acme/live").is(200).body().startsWith("<div id=\"spend\""));
        browser.get("/webjars/htmx.org/dist/htmx.min.js").is(200);
        String id = operator.get("/v1/invoices?customerId=acme").text("/items/0/id");
        Answer pdf = operator.with("Accept", "application/pdf")
                .get("/v1/invoices/" + id)
                .is(200);
        assertEquals("%PDF", new String(pdf.response().body(), 0, 4, StandardCharsets.US_ASCII));
        Files.write(
                Path.of("target", "invoice.pdf"),
                operator.get("/v1/invoices/" + id + ".pdf").is(200).response().body());
        assertTrue(session.get("/v1/invoices/" + id + ".html").is(200).body().contains("above 10,000"));
        operator.get("/v1/invoices/" + "0".repeat(32)).is(404, "not_found");
        operator.get("/v1/invoices/x.pdf").is(404, "not_found");
    }

    @Test
    @Order(11)
    void a_record_that_cannot_be_read_does_not_stop_those_behind_it() {
        rating.raw("line", "x", 0, "{not json".getBytes(StandardCharsets.UTF_8));
        rating.raw("line", "x", 0, null);
        rating.raw(null, "x", 0, "{}".getBytes(StandardCharsets.UTF_8));
        rating.raw("line", "x", 0, ("\u0000" + "{\"id\":\"\u0000\"}").getBytes(StandardCharsets.UTF_8));
        rating.send(Lines.usage("c1", NOVEMBER, DECEMBER, "5", "0.03"));
        Eventually.holds(() -> operator.get("/v1/customers/c1/spend").has("/uninvoiced", "0.03"));
        Eventually.holds(() -> assertThat(operator.as(null).get("/q/metrics").body())
                .contains("tally_invoice_records_quarantined_total{code=\"missing_kind\"} 1.0"));
    }

    @Test
    @Order(12)
    void a_close_does_not_go_on_while_rated_and_collected_lines_differ() {
        RatedLine unseen = Lines.usage("c2", NOVEMBER, Instant.parse("2026-11-20T00:00:00Z"), "9", "0.09");
        rating.hasSealedUntil(Instant.parse("2026-11-01T00:00:01Z"));
        rating.knows(unseen);
        operator.post("/v1/customers", customer("long", "Ünïcode & <Söhne> Łódź Ελλάδα GmbH"))
                .is(201);
        prepareOtherLanguages();
        for (int i = 0; i < 60; i++) {
            Instant day = OCTOBER.plus(Duration.ofDays(31 + i / 10));
            rating.send(
                    Lines.usage("long", day.plusSeconds(i), day.plusSeconds(3600 + i), "123456", "1234.5" + i % 10));
        }
        String id = operator.post("/v1/closes", "{\"cutoff\":\"2026-11-20T00:00:00Z\"}")
                .is(202)
                .text("/id");
        SealRequested barrier = rating.awaitBarrier(id);
        rating.answerAll(barrier);
        Eventually.holds(() -> operator.get("/v1/closes/" + id)
                .has("/state", "sealing")
                .has("/partitions/sealed", "4")
                .has("/differences/0/partition", Integer.toString(unseen.partition()))
                .has("/differences/0/what", "lines")
                .has("/differences/0/sealed", "1")
                .has("/differences/0/collected", "0"));
        assertNull(operator.get("/v1/closes/" + id).text("/proof/lines"));
        rating.send(unseen);
        Eventually.holds(() -> operator.get("/v1/closes/" + id)
                .has("/state", "review")
                .has("/exceptions/0/code", "records_put_aside")
                .size("/differences", 0));
        operator.post("/v1/closes/" + id + "/waivers", "{\"reason\":\"nobody's lines\"}")
                .is(200);
        Eventually.holds(() -> operator.get("/v1/closes/" + id).has("/state", "completed"));
        assertEquals(
                List.of("0.09", "19.92"),
                operator.get("/v1/invoices?customerId=c2").all("/items", "total"));
    }

    @Test
    @Order(13)
    void a_long_invoice_runs_over_numbered_pages_and_keeps_every_letter() throws IOException {
        String id = operator.get("/v1/invoices?customerId=long").text("/items/0/id");
        byte[] pdf =
                operator.get("/v1/invoices/" + id + ".pdf").is(200).response().body();
        Files.write(Path.of("target", "invoice-long.pdf"), pdf);
        try (PDDocument document = Loader.loadPDF(pdf)) {
            String text = new PDFTextStripper().getText(document);
            int pages = document.getNumberOfPages();
            assertTrue(pages > 2 && text.contains("Page " + pages + " of " + pages), text);
            assertTrue(text.contains("Ünïcode & <Söhne> Łódź Ελλάδα GmbH"), text);
            assertTrue(text.contains("USD 74,072.70"), text);
        }
    }

    /** A German customer with everything that can stand on a bill, and a Brazilian one with a reverse charge. */
    private void prepareOtherLanguages() {
        operator.post("/v1/customers", """
                        {"id":"berlin","name":"Spreewerk GmbH","currency":"EUR","zone":"Europe/Berlin","language":"de",
                         "address":"Torstraße 1\\n10119 Berlin","taxId":"DE 123456789"}
                        """).is(201);
        operator.post("/v1/customers", """
                        {"id":"rio","name":"Açúcar e Café Ltda.","currency":"USD","zone":"America/Sao_Paulo","language":"pt-BR"}
                        """).is(201);
        operator.put("/v1/taxes/vat-de", "{\"name\":\"USt.\",\"rate\":\"0.19\"}")
                .is(200);
        operator.put("/v1/customers/berlin/tax", "{\"treatment\":\"taxed\",\"rates\":[\"vat-de\"]}")
                .is(200);
        operator.put("/v1/customers/rio/tax", "{\"treatment\":\"reverse_charge\"}")
                .is(200);
        operator.put("/v1/discounts/WELCOME20", "{\"name\":\"Willkommen\",\"percent\":\"20\",\"maxPerCustomer\":1}")
                .is(200);
        operator.post("/v1/customers/berlin/discounts", "{\"code\":\"WELCOME20\"}")
                .is(201);
        operator.post("/v1/customers/berlin/discounts", "{\"code\":\"WELCOME20\"}")
                .is(409, "coupon_already_applied");
        operator.post("/v1/credits", """
                        {"customerId":"berlin","kind":"bought","amount":"500","currency":"EUR","description":"Guthaben 2026"}
                        """).is(201);
        Instant end = Instant.parse("2026-11-20T00:00:00Z");
        rating.send(
                Lines.line("berlin", "calls", RatedLine.Kind.USAGE, NOVEMBER, end, end, "1234567.5", "6122.84", "EUR"),
                Lines.line(
                        "berlin",
                        "fee",
                        RatedLine.Kind.RECURRING,
                        NOVEMBER,
                        end,
                        NOVEMBER.plusSeconds(60),
                        "1",
                        "1490.00",
                        "EUR"),
                Lines.line("rio", "calls", RatedLine.Kind.USAGE, NOVEMBER, end, end, "1234567.5", "6122.84", "USD"));
        Eventually.holds(() -> operator.get("/v1/customers/berlin/credits")
                .is(200)
                .has("/balances/0/balance", "500.00")
                .has("/balances/0/available", "0.00"));
    }

    @Test
    @Order(14)
    void a_document_speaks_the_language_of_its_customer_and_its_sums_add_up() throws IOException {
        String id = operator.get("/v1/invoices?customerId=berlin").text("/items/0/id");
        operator.get("/v1/invoices/" + id)
                .is(200)
                .has("/subtotal", "7612.84")
                .has("/bill/discounts/0/amount", "1522.57")
                .has("/bill/tax", "1157.15")
                .has("/total", "7247.42")
                .has("/amountDue", "6747.42");
        String german = pdf("berlin", id);
        assertThat(german)
                .contains("Rechnung", "Seite 1 von 1", "Rabatt: Willkommen (20 %)", "-1.522,57")
                .contains("USt. 19 % auf 6.090,27", "EUR 6.747,42", "1. Nov. 2026", "über 10.000")
                .contains(operator.get("/v1/invoices/" + id).text("/manifest/root"));
        String brazilian =
                pdf("rio", operator.get("/v1/invoices?customerId=rio").text("/items/0/id"));
        assertThat(brazilian).contains("Fatura", "Página 1 de 1", "6.122,84", "Autoliquidação", "nov. de 2026");
        String csv = operator.get("/v1/invoices/" + id + ".csv").is(200).body();
        assertThat(csv.lines()).hasSize(3);
        assertThat(csv).contains(",6122.84,1224.57,930.67,5828.94,EUR,");
        operator.get("/v1/customers/berlin/credits").size("/balances", 0).has("/items/0/balance", "0.00");
    }

    private String pdf(String name, String id) throws IOException {
        byte[] pdf =
                operator.get("/v1/invoices/" + id + ".pdf").is(200).response().body();
        Files.write(Path.of("target", "invoice-" + name + ".pdf"), pdf);
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }

    @Test
    @Order(15)
    void what_happens_to_an_invoice_is_recorded_beside_it() throws IOException {
        String id = operator.get("/v1/invoices?customerId=berlin").text("/items/0/id");
        String at = "/v1/invoices/" + id;
        operator.get(at + "/account").is(200).has("/state", "finalized").has("/open", "6747.42");
        Api once = operator.with("Idempotency-Key", "pay-berlin");
        String payment = "{\"amount\":\"6000\",\"receivedOn\":\"2026-12-14\",\"reference\":\"4711\"}";
        once.post(at + "/payments", payment).is(201).has("/state", "partly_paid");
        once.post(at + "/payments", payment).is(201).has("/open", "747.42").size("/payments", 1);
        once.post(at + "/payments", "{\"amount\":\"1\"}").is(422, "idempotency_key_reused");
        operator.post(at + "/payments", "{\"amount\":\"747.43\"}")
                .is(422, "payment_above_open")
                .has("/errors/0/pointer", "/amount")
                .has("/errors/0/value", "747.43");
        operator.post(at + "/void", "").is(409, "illegal_transition");
        String note = operator.post(at + "/credit-notes", "{\"reason\":\"Kulanz\",\"amount\":\"1000.00\"}")
                .is(201)
                .has("/settles", "747.42")
                .has("/returned", "252.58")
                .text("/id");
        operator.post(at + "/credit-notes", "{\"reason\":\"x\",\"amount\":\"6247.43\"}")
                .is(422, "credit_above_billed");
        operator.get(at + "/account")
                .has("/state", "paid")
                .has("/credited", "1000.00")
                .size("/creditNotes", 1);
        operator.get("/v1/invoices?customerId=berlin")
                .has("/items/0/state", "paid")
                .has("/items/0/open", "0.00");
        byte[] pdf = operator.get("/v1/credit-notes/" + note + ".pdf")
                .is(200)
                .response()
                .body();
        Files.write(Path.of("target", "credit-note.pdf"), pdf);
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(new PDFTextStripper().getText(document)).contains("Gutschrift", "Kulanz", "EUR 1.000,00");
        }
        assertThat(operator.get("/v1/credit-notes/" + note + ".html").is(200).body())
                .contains("Gutschrift");
        operator.get("/v1/credit-notes?customerId=berlin").is(200).size("/items", 1);
        operator.get("/v1/customers/berlin/credits/ledger").is(200).size("/items", 3);
        Api acme = operator.as(
                operator.post("/v1/access-keys", "{\"role\":\"customer\",\"customerId\":\"acme\",\"name\":\"acme\"}")
                        .text("/credential"));
        Eventually.holds(() -> acme.get("/v1/customers/acme/spend").is(200));
        for (String foreign : List.of(
                at + "/account",
                at + ".csv",
                "/v1/credit-notes/" + note,
                "/v1/credit-notes/" + note + ".pdf",
                "/v1/customers/berlin/credits",
                "/v1/customers/berlin/credits/ledger",
                "/v1/customers/berlin/tax",
                "/v1/customers/berlin/discounts")) {
            acme.get(foreign).is(404, "not_found");
        }
        acme.post(at + "/payments", payment).is(403, "forbidden");
        acme.get("/v1/credit-notes").is(200).size("/items", 0);
    }

    @Test
    @Order(16)
    void a_document_is_checked_with_the_public_key_alone() {
        String id = operator.get("/v1/invoices?customerId=acme").text("/items/0/id");
        byte[] document = operator.get("/v1/invoices/" + id).response().body();
        String pem = operator.as(null).get("/v1/signing-keys").is(200).text("/items/0/pem");
        assertEquals(
                DocumentCheck.Finding.GOOD,
                DocumentCheck.of(document, SigningKeys.publicKey(pem)).finding());
    }

    @Test
    @Order(17)
    void bad_terms_are_refused_with_field_value_and_rule() {
        operator.put("/v1/customers/acme/tax", "{\"treatment\":\"taxed\",\"rates\":[\"nope\"]}")
                .is(422, "unknown_tax")
                .has("/errors/0/pointer", "/rates/0")
                .has("/errors/0/value", "nope");
        operator.put("/v1/taxes/x", "{\"name\":\"x\",\"rate\":\"1.5\",\"inclusive\":true,\"compound\":true}")
                .is(422, "invalid_fields")
                .size("/errors", 2);
        operator.put("/v1/taxes/vat-de", "{\"name\":\"USt.\",\"rate\":\"0.2\"}").is(428, "if_match_required");
        operator.with("If-Match", "\"7\"")
                .put("/v1/taxes/vat-de", "{\"name\":\"USt.\",\"rate\":\"0.2\"}")
                .is(412, "version_changed");
        operator.put("/v1/discounts/x", "{\"name\":\"x\",\"percent\":\"10\",\"amount\":\"1\"}")
                .is(422, "invalid_fields");
        operator.put("/v1/discounts/gone", """
                        {"name":"Gone","percent":"10","validUntil":"2020-01-01T00:00:00Z"}
                        """).is(200);
        operator.post("/v1/customers/acme/discounts", "{\"code\":\"gone\"}").is(409, "coupon_expired");
        operator.post("/v1/customers/acme/discounts", "{\"code\":\"none\"}").is(422, "unknown_coupon");
        operator.post("/v1/credits", """
                        {"customerId":"acme","kind":"stolen","amount":"1e1000000","currency":"USD","description":"x"}
                        """).is(422, "invalid_fields").size("/errors", 2);
    }

    /** What the documentation shows is what the service takes: no example is left out, and none is refused. */
    @Test
    @Order(18)
    void every_example_of_the_openapi_document_is_taken() {
        Examples examples = new Examples(operator);
        operator.post("/v1/customers", customer("ex", "Examples Ltd.")).is(201);
        operator.post("/v1/customers", customer("ex2", "Examples Abroad")).is(201);
        examples.send("put", "/v1/taxes/{code}", "vat-de", "/v1/taxes/example").is(200);
        String tax = "/v1/customers/{id}/tax";
        examples.send("put", tax, "taxed", "/v1/customers/ex/tax").is(200);
        examples.send("put", tax, "reverse_charge", "/v1/customers/ex2/tax").is(200);
        String discount = "/v1/discounts/{code}";
        examples.send("put", discount, "percent", "/v1/discounts/EX20").is(200);
        examples.send("put", discount, "amount", "/v1/discounts/EX5").is(200);
        examples.send("put", discount, "volume", "/v1/discounts/EXV").is(200);
        examples.send(
                        "post",
                        "/v1/customers/{id}/discounts",
                        "coupon",
                        "/v1/customers/ex/discounts",
                        "WELCOME20",
                        "EX20")
                .is(201);
        examples.send("post", "/v1/credits", "bought", "/v1/credits").is(201);
        examples.send(
                        "put",
                        "/v1/customers/{id}/credits/top-ups/{currency}",
                        "top-up",
                        "/v1/customers/ex/credits/top-ups/USD")
                .is(200);
        sendExamplesOfClose(examples);
        sendExamplesOfInvoice(examples);
        assertThat(examples.unsent()).isEmpty();
    }

    private void sendExamplesOfClose(Examples examples) {
        Instant end = Instant.parse("2026-11-21T00:00:00Z");
        rating.send(
                Lines.usage("ex", NOVEMBER, end, "12000", "1000.00"),
                Lines.usage("ex2", NOVEMBER, end, "12000", "100.00"),
                Lines.usage("ex3", NOVEMBER, end, "12000", "3.00"));
        String sample = "2026-12-01T00:00:00Z";
        String planned = examples.send("post", "/v1/closes", "planned", "/v1/closes", sample, end.toString())
                .is(202)
                .text("/id");
        examples.send("post", "/v1/closes/{id}/cancel", "mistake", "/v1/closes/" + planned + "/cancel")
                .is(200)
                .has("/state", "cancelled");
        String id = examples.send("post", "/v1/closes", "manual", "/v1/closes", sample, end.toString())
                .is(202)
                .text("/id");
        rating.hasSealedUntil(Instant.parse("2026-11-20T00:00:00Z"));
        rating.answerAll(rating.awaitBarrier(id));
        String at = "/v1/closes/" + id;
        Eventually.holds(() -> assertNotNull(operator.get(at).text("/review/invoices")));
        examples.send("post", "/v1/closes/{id}/recheck", "all", at + "/recheck").is(200);
        Eventually.holds(() -> assertNotNull(operator.get(at).text("/review/bills/USD/due")));
        examples.send("post", "/v1/closes/{id}/recheck", "some", at + "/recheck", "acme", "ex", "globex", "ex2")
                .is(200);
        Eventually.holds(() -> assertNotNull(operator.get(at).text("/review/bills/USD/due")));
        examples.send("post", "/v1/closes/{id}/waivers", "all", at + "/waivers").is(200);
        operator.post(at + "/approve", "").is(200).has("/state", "approved");
        operator.post(at + "/finalize", "").is(200);
        Eventually.holds(() -> operator.get(at).has("/state", "completed"));
        operator.post(at + "/cancel", "").is(400, "missing_body");
        operator.post(at + "/waivers", "").is(400, "missing_body");
        operator.post(at + "/recheck", "").is(400, "missing_body");
        examples.send(
                        "post",
                        "/v1/closes",
                        "auto",
                        "/v1/closes",
                        sample,
                        end.plusSeconds(1).toString())
                .is(202);
    }

    private void sendExamplesOfInvoice(Examples examples) {
        Answer invoice = operator.get(
                "/v1/invoices/" + operator.get("/v1/invoices?customerId=ex").text("/items/0/id"));
        // 1,000.00 less 20 %, which leaves too little for the volume discount, and 19 % tax on it.
        invoice.has("/subtotal", "1000.00").has("/amountDue", "952.00");
        String at = "/v1/invoices/" + invoice.text("/id");
        examples.send("post", "/v1/invoices/{id}/payments", "payment", at + "/payments")
                .is(201);
        String notes = "/v1/invoices/{id}/credit-notes";
        examples.send("post", notes, "amount", at + "/credit-notes").is(201);
        examples.send(
                        "post",
                        notes,
                        "lines",
                        at + "/credit-notes",
                        "0123456789abcdef0123456789abcdef",
                        invoice.text("/lines/0/lineId"))
                .is(201);
        String other = operator.get("/v1/invoices?customerId=ex2").text("/items/0/id");
        examples.send("post", notes, "full", "/v1/invoices/" + other + "/credit-notes")
                .is(201);
    }

    private static String customer(String id, String name) {
        return "{\"id\":\"" + id + "\",\"name\":\"" + name + "\",\"currency\":\"USD\",\"zone\":\"UTC\"}";
    }
}
