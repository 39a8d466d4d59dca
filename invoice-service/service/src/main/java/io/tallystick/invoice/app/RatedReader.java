package io.tallystick.invoice.app;

import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Money;
import io.tallystick.schemas.rated.LinesCounted;
import io.tallystick.schemas.rated.Progress;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Sealed;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads records of {@code usage.rated}. Whatever cannot be billed exactly as it stands is {@link RatedRecord.Broken}. */
public final class RatedReader {
    private RatedReader() {}

    /** The record; never fails. */
    public static RatedRecord read(RatedRecord.Position at, RatedRecord.Raw raw) {
        if (raw.value() == null) {
            return new RatedRecord.Broken(at, "empty_record", "the record has no value", raw);
        }
        try {
            return switch (raw.kind()) {
                case "line" -> line(at, raw);
                case "sealed" -> seal(at, raw);
                case "progress" -> new RatedRecord.Progressed(at, Json.read(raw.value(), Progress.class));
                case "counted" -> counted(at, raw);
                case null -> new RatedRecord.Broken(at, "missing_kind", "the header tally-kind is absent", raw);
                default ->
                    new RatedRecord.Broken(
                            at,
                            "unknown_kind",
                            "tally-kind \"" + raw.kind() + "\" is none of line, sealed, progress, counted",
                            raw);
            };
        } catch (UncheckedIOException unreadable) {
            return new RatedRecord.Broken(at, "malformed_record", unreadable.getMessage(), raw);
        } catch (IllegalArgumentException | NullPointerException wrong) {
            return new RatedRecord.Broken(at, "invalid_record", String.valueOf(wrong.getMessage()), raw);
        }
    }

    private static RatedRecord line(RatedRecord.Position at, RatedRecord.Raw raw) {
        RatedLine line = Json.read(raw.value(), RatedLine.class);
        Map<String, Object> required = new LinkedHashMap<>();
        required.put("id", line.id());
        required.put("customerId", line.customerId());
        required.put("subscriptionId", line.subscriptionId());
        required.put("planKey", line.planKey());
        required.put("chargeKey", line.chargeKey());
        required.put("kind", line.kind());
        required.put("description", line.description());
        required.put("zone", line.zone());
        required.put("servicePeriodStart", line.servicePeriodStart());
        required.put("servicePeriodEnd", line.servicePeriodEnd());
        required.put("billableAt", line.billableAt());
        required.put("quantity", line.quantity());
        required.put("currency", line.currency());
        required.put("unroundedAmount", line.unroundedAmount());
        required.put("amount", line.amount());
        for (Map.Entry<String, Object> field : required.entrySet()) {
            if (!present(field.getValue())) {
                return new RatedRecord.Broken(at, "missing_field", "the line has no " + field.getKey(), raw);
            }
        }
        check(line);
        return new RatedRecord.Line(at, line, new String(raw.value(), StandardCharsets.UTF_8));
    }

    private static boolean present(Object field) {
        return field != null && !field.equals("");
    }

    /** Each throws {@link IllegalArgumentException} with the value and the rule. */
    private static void check(RatedLine line) {
        Hash128.parse(line.id());
        Money amount = new Money(CurrencyUnit.of(line.currency()), line.amount());
        zone(line.zone());
        if (line.servicePeriodEnd().isBefore(line.servicePeriodStart())) {
            throw new IllegalArgumentException("the service period ends at " + line.servicePeriodEnd()
                    + ", before it starts at " + line.servicePeriodStart());
        }
        if (amount.value().precision() > 38) {
            throw new IllegalArgumentException("the amount " + amount.text() + " has more than 38 digits");
        }
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw new IllegalArgumentException("\"" + name + "\" is no IANA time zone", unknown);
        }
    }

    private static RatedRecord counted(RatedRecord.Position at, RatedRecord.Raw raw) {
        LinesCounted counted = Json.read(raw.value(), LinesCounted.class);
        if (!present(counted.lineDigest())) {
            return new RatedRecord.Broken(at, "missing_field", "the count of lines lacks lineDigest", raw);
        }
        return new RatedRecord.Counted(at, counted);
    }

    private static RatedRecord seal(RatedRecord.Position at, RatedRecord.Raw raw) {
        Sealed seal = Json.read(raw.value(), Sealed.class);
        if (!present(seal.closeId()) || seal.cutoff() == null || seal.lineDigest() == null) {
            return new RatedRecord.Broken(at, "missing_field", "the seal lacks closeId, cutoff or lineDigest", raw);
        }
        return new RatedRecord.Seal(at, seal, new String(raw.value(), StandardCharsets.UTF_8));
    }
}
