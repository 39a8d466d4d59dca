package io.tallystick.invoice.app;

import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Money;
import io.tallystick.schemas.rated.LineReader;
import io.tallystick.schemas.rated.LinesCounted;
import io.tallystick.schemas.rated.Progress;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Sealed;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads records of {@code usage.rated}. Whatever cannot be billed exactly as it stands is {@link RatedRecord.Broken}. Not for two threads
 * at once.
 */
public final class RatedReader {
    private static final List<Required> REQUIRED = List.of(
            new Required("id", RatedLine::id),
            new Required("customerId", RatedLine::customerId),
            new Required("subscriptionId", RatedLine::subscriptionId),
            new Required("planKey", RatedLine::planKey),
            new Required("chargeKey", RatedLine::chargeKey),
            new Required("kind", RatedLine::kind),
            new Required("description", RatedLine::description),
            new Required("zone", RatedLine::zone),
            new Required("servicePeriodStart", RatedLine::servicePeriodStart),
            new Required("servicePeriodEnd", RatedLine::servicePeriodEnd),
            new Required("billableAt", RatedLine::billableAt),
            new Required("quantity", RatedLine::quantity),
            new Required("currency", RatedLine::currency),
            new Required("unroundedAmount", RatedLine::unroundedAmount),
            new Required("amount", RatedLine::amount));

    private final LineReader lines = new LineReader();
    private final Set<String> zones = new HashSet<>();

    private record Required(String name, Function<RatedLine, Object> of) {}

    /** The record; never fails. */
    public RatedRecord read(RatedRecord.Position at, RatedRecord.Raw raw) {
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

    private RatedRecord line(RatedRecord.Position at, RatedRecord.Raw raw) {
        RatedLine line = lines.read(raw.value());
        for (Required field : REQUIRED) {
            if (!present(field.of.apply(line))) {
                return new RatedRecord.Broken(at, "missing_field", "the line has no " + field.name, raw);
            }
        }
        check(line);
        return new RatedRecord.Line(at, line, raw.value());
    }

    private static boolean present(Object field) {
        return field != null && !field.equals("");
    }

    /** Each throws {@link IllegalArgumentException} with the value and the rule. */
    private void check(RatedLine line) {
        Hash128.parse(line.id());
        Money amount = new Money(CurrencyUnit.of(line.currency()), line.amount());
        if (!zones.contains(line.zone())) {
            zones.add(zone(line.zone()).getId());
        }
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
