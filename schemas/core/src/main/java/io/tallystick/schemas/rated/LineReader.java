package io.tallystick.schemas.rated;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tallystick.schemas.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads rated lines in one pass, as every service writes them: fields in the order of their names, decimals and times as text, nothing that
 * is not known. A message in any other form, good or broken, is left to {@link Json}, so that there is one judge of what a line is. Times and
 * words repeat from line to line and are made once. Not for two threads at once.
 */
public final class LineReader {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(Json.MAPPER.getFactory().streamReadConstraints())
            .build();

    private static final int MOST_REMEMBERED = 10_000;
    private static final List<Step> NO_STEPS = List.of();

    private final Map<String, Instant> instants = new HashMap<>();
    private final Map<String, String> words = new HashMap<>();

    /**
     * The line that a message says.
     *
     * @throws UncheckedIOException if it is no line
     */
    public RatedLine read(byte[] message) {
        try (JsonParser in = FACTORY.createParser(message)) {
            return line(in);
        } catch (OtherForm | IOException | IllegalArgumentException | ArithmeticException | DateTimeException left) {
            return Json.read(message, RatedLine.class);
        }
    }

    /** The same of a text. */
    public RatedLine read(String message) {
        try (JsonParser in = FACTORY.createParser(message)) {
            return line(in);
        } catch (OtherForm | IOException | IllegalArgumentException | ArithmeticException | DateTimeException left) {
            return Json.read(message.getBytes(StandardCharsets.UTF_8), RatedLine.class);
        }
    }

    /** Not as every service writes it; says nothing about whether it is good. */
    private static final class OtherForm extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OtherForm() {
            super(null, null, false, false);
        }
    }

    private RatedLine line(JsonParser in) throws IOException {
        expect(in.nextToken(), JsonToken.START_OBJECT);
        Fields fields = new Fields();
        String last = "";
        String name;
        while ((name = in.nextFieldName()) != null) {
            last = ascending(last, name);
            fields.read(name, in);
        }
        expect(in.currentToken(), JsonToken.END_OBJECT);
        expect(in.nextToken(), null);
        return fields.line();
    }

    /** A name that comes twice is never after itself. */
    private static String ascending(String last, String name) {
        if (last.compareTo(name) >= 0) {
            throw new OtherForm();
        }
        return name;
    }

    private static void expect(JsonToken token, JsonToken expected) {
        if (token != expected) {
            throw new OtherForm();
        }
    }

    private Instant instant(JsonParser in) throws IOException {
        if (instants.size() > MOST_REMEMBERED) {
            instants.clear();
        }
        return instants.computeIfAbsent(text(in), LineReader::instant);
    }

    private static Instant instant(String text) {
        Instant instant = Instant.parse(text);
        if (!instant.toString().equals(text)) {
            throw new OtherForm();
        }
        return instant;
    }

    private String word(JsonParser in) throws IOException {
        if (words.size() > MOST_REMEMBERED) {
            words.clear();
        }
        String text = text(in);
        String known = words.putIfAbsent(text, text);
        return known == null ? text : known;
    }

    private static String text(JsonParser in) throws IOException {
        expect(in.nextToken(), JsonToken.VALUE_STRING);
        return in.getText();
    }

    /** Digits with an optional sign and point, in quotes. */
    private static BigDecimal decimal(JsonParser in) throws IOException {
        expect(in.nextToken(), JsonToken.VALUE_STRING);
        char[] text = in.getTextCharacters();
        int from = in.getTextOffset();
        int length = in.getTextLength();
        if (length > Json.MAX_NUMBER_LENGTH) {
            throw new OtherForm();
        }
        for (int i = from; i < from + length; i++) {
            char c = text[i];
            if ((c < '0' || c > '9') && c != '.' && c != '-') {
                throw new OtherForm();
            }
        }
        return new BigDecimal(text, from, length);
    }

    private static long whole(JsonParser in) throws IOException {
        expect(in.nextToken(), JsonToken.VALUE_NUMBER_INT);
        return in.getLongValue();
    }

    /** What was read of one line. */
    private final class Fields {
        private static final int WHOLES = 4;

        private String id;
        private long revision;
        private String customerId;
        private String subscriptionId;
        private String planKey;
        private long planVersion;
        private String chargeKey;
        private RatedLine.Kind kind;
        private String description;
        private String zone;
        private Instant servicePeriodStart;
        private Instant servicePeriodEnd;
        private Instant billableAt;
        private String meterKey;
        private Map<String, String> dimensions = Map.of();
        private BigDecimal quantity;
        private String currency;
        private BigDecimal unroundedAmount;
        private BigDecimal amount;
        private List<Step> steps = NO_STEPS;
        private long eventCount;
        private String eventDigest;
        private String adjusts;
        private String reason;
        private long partition;
        private int wholes;

        private void read(String name, JsonParser in) throws IOException {
            switch (name) {
                case "id" -> id = text(in);
                case "revision" -> revision = counted(in);
                case "customerId" -> customerId = text(in);
                case "subscriptionId" -> subscriptionId = text(in);
                case "planKey" -> planKey = word(in);
                case "planVersion" -> planVersion = counted(in);
                case "chargeKey" -> chargeKey = word(in);
                case "kind" -> kind = RatedLine.Kind.valueOf(word(in));
                case "description" -> description = word(in);
                case "zone" -> zone = word(in);
                case "servicePeriodStart" -> servicePeriodStart = instant(in);
                case "servicePeriodEnd" -> servicePeriodEnd = instant(in);
                case "billableAt" -> billableAt = instant(in);
                case "meterKey" -> meterKey = word(in);
                case "dimensions" -> dimensions = texts(in);
                case "quantity" -> quantity = decimal(in);
                case "currency" -> currency = word(in);
                case "unroundedAmount" -> unroundedAmount = decimal(in);
                case "amount" -> amount = decimal(in);
                case "steps" -> steps = steps(in);
                case "eventCount" -> eventCount = counted(in);
                case "eventDigest" -> eventDigest = text(in);
                case "adjusts" -> adjusts = text(in);
                case "reason" -> reason = word(in);
                case "partition" -> partition = counted(in);
                default -> throw new OtherForm();
            }
        }

        private long counted(JsonParser in) throws IOException {
            wholes++;
            return whole(in);
        }

        RatedLine line() {
            if (wholes != WHOLES) {
                throw new OtherForm();
            }
            return new RatedLine(
                    id,
                    revision,
                    customerId,
                    subscriptionId,
                    planKey,
                    Math.toIntExact(planVersion),
                    chargeKey,
                    kind,
                    description,
                    zone,
                    servicePeriodStart,
                    servicePeriodEnd,
                    billableAt,
                    meterKey,
                    dimensions,
                    quantity,
                    currency,
                    unroundedAmount,
                    amount,
                    steps,
                    eventCount,
                    eventDigest,
                    adjusts,
                    reason,
                    Math.toIntExact(partition));
        }
    }

    private Map<String, String> texts(JsonParser in) throws IOException {
        expect(in.nextToken(), JsonToken.START_OBJECT);
        String name = in.nextFieldName();
        if (name == null) {
            expect(in.currentToken(), JsonToken.END_OBJECT);
            return Map.of();
        }
        Map<String, String> texts = new HashMap<>();
        while (name != null) {
            if (texts.put(name, word(in)) != null) {
                throw new OtherForm();
            }
            name = in.nextFieldName();
        }
        expect(in.currentToken(), JsonToken.END_OBJECT);
        return texts;
    }

    private List<Step> steps(JsonParser in) throws IOException {
        expect(in.nextToken(), JsonToken.START_ARRAY);
        List<Step> steps = new ArrayList<>(4);
        JsonToken next;
        while ((next = in.nextToken()) == JsonToken.START_OBJECT) {
            steps.add(step(in));
        }
        expect(next, JsonToken.END_ARRAY);
        return steps;
    }

    private Step step(JsonParser in) throws IOException {
        String label = null;
        BigDecimal from = null;
        BigDecimal upTo = null;
        BigDecimal quantity = null;
        BigDecimal unitPrice = null;
        BigDecimal flatFee = null;
        BigDecimal amount = null;
        String last = "";
        String name;
        while ((name = in.nextFieldName()) != null) {
            last = ascending(last, name);
            switch (name) {
                case "label" -> label = word(in);
                case "from" -> from = decimal(in);
                case "upTo" -> upTo = decimal(in);
                case "quantity" -> quantity = decimal(in);
                case "unitPrice" -> unitPrice = decimal(in);
                case "flatFee" -> flatFee = decimal(in);
                case "amount" -> amount = decimal(in);
                default -> throw new OtherForm();
            }
        }
        expect(in.currentToken(), JsonToken.END_OBJECT);
        return new Step(label, from, upTo, quantity, unitPrice, flatFee, amount);
    }
}
