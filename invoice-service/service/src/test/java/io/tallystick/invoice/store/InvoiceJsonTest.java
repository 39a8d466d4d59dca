package io.tallystick.invoice.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallystick.invoice.assembly.Bill;
import io.tallystick.invoice.assembly.Invoice;
import io.tallystick.invoice.assembly.InvoiceLine;
import io.tallystick.invoice.assembly.Manifest;
import io.tallystick.invoice.assembly.Party;
import io.tallystick.invoice.assembly.Period;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Step;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two ways to write an invoice, which must never differ: the document is kept and signed byte for byte. */
class InvoiceJsonTest {
    private static final int DOCUMENTS = 2_000;
    private static final List<RatedLine.Kind> KINDS = List.of(RatedLine.Kind.values());
    private static final List<String> TEXTS = List.of(
            "",
            "plain",
            "with \"quotes\"",
            "back\\slash",
            "line\nbreak",
            "\u0000\u001f\u007f",
            "Zürich",
            "東京",
            "🎉",
            "{",
            "[",
            ",",
            "/");

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final InvoiceJson json = new InvoiceJson();

    @Test
    void an_invoice_is_written_to_the_byte_as_the_mapper_writes_it() {
        for (int i = 0; i < DOCUMENTS; i++) {
            Invoice.Finalized invoice = invoice();
            assertThat(text(json.bytes(invoice))).as("seed %d", seed).isEqualTo(text(Json.bytes(invoice)));
        }
    }

    @Test
    void a_manifest_is_written_to_the_byte_as_the_mapper_writes_it() {
        for (int i = 0; i < DOCUMENTS; i++) {
            Manifest manifest =
                    new Manifest("tree", text(), several(this::text), orNull(this::text), orNull(this::text));
            assertThat(text(json.bytes(manifest))).as("seed %d", seed).isEqualTo(text(Json.bytes(manifest)));
        }
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    private Invoice.Finalized invoice() {
        return new Invoice.Finalized(
                text(),
                text(),
                text(),
                text(),
                time(),
                text(),
                text(),
                time(),
                party(),
                party(),
                text(),
                period(),
                several(this::line),
                amount(),
                bill(),
                amount(),
                amount(),
                random.nextLong(),
                text(),
                orNull(this::text),
                null);
    }

    private Bill bill() {
        BigDecimal total = amount().abs();
        BigDecimal none = BigDecimal.ZERO;
        return new Bill(
                amount(),
                several(() -> new Bill.Discount(text(), text(), text(), amount(), several(this::amount))),
                total,
                several(() -> new Bill.Tax(
                        text(),
                        text(),
                        amount(),
                        random.nextBoolean(),
                        random.nextBoolean(),
                        amount(),
                        amount(),
                        several(this::amount))),
                none,
                orNull(this::text),
                total,
                random.nextBoolean() ? List.of() : List.of(new Bill.CreditUse(text(), text(), none, amount())),
                none,
                none,
                total);
    }

    private Party party() {
        return new Party(
                orNull(this::text),
                orNull(this::text),
                orNull(this::text),
                orNull(this::text),
                orNull(this::text),
                orNull(this::text),
                orNull(this::text));
    }

    private InvoiceLine line() {
        return new InvoiceLine(
                random.nextInt(100),
                text(),
                text(),
                text(),
                text(),
                KINDS.get(random.nextInt(KINDS.size())),
                text(),
                period(),
                text(),
                orNull(this::text),
                random.nextBoolean() ? Map.of() : Map.of("b", text(), "a", text(), text(), "c"),
                amount(),
                amount(),
                amount(),
                several(this::step),
                random.nextLong(),
                text(),
                orNull(this::text),
                orNull(this::text),
                text());
    }

    private Step step() {
        return new Step(
                orNull(this::text),
                orNull(this::amount),
                orNull(this::amount),
                orNull(this::amount),
                orNull(this::amount),
                orNull(this::amount),
                orNull(this::amount));
    }

    private Period period() {
        return new Period(time(), time());
    }

    private Instant time() {
        return Instant.EPOCH.plusNanos(1_000L * random.nextInt(3)).plusSeconds(random.nextInt(1_000_000));
    }

    private BigDecimal amount() {
        return BigDecimal.valueOf(random.nextInt(), random.nextInt(-3, 12));
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size())) + random.nextInt(100);
    }

    private <T> T orNull(Supplier<T> value) {
        return random.nextBoolean() ? null : value.get();
    }

    private <T> List<T> several(Supplier<T> value) {
        return IntStream.range(0, random.nextInt(3)).mapToObj(i -> value.get()).toList();
    }
}
