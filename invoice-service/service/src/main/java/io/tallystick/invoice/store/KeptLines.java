package io.tallystick.invoice.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Step;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads rated lines as they were kept: checked by {@link Json} when they came, so that one pass over the text is enough now. What it
 * does not know it leaves to {@link Json}. Times and words repeat from line to line and are made once. Not for two threads at once.
 */
final class KeptLines {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final String REVISION = "\"revision\":";
    private static final int MOST_REMEMBERED = 10_000;
    private static final List<Step> NO_STEPS = List.of();

    private final Map<String, Instant> instants = new HashMap<>();
    private final Map<String, String> words = new HashMap<>();
    private final IdentityHashMap<RatedLine, Hash128> digests = new IdentityHashMap<>();

    /**
     * The line that a message says; its digest is kept beside it.
     *
     * @param content the message
     * @param told the digest that was found when the message came
     */
    RatedLine read(String content, Hash128 told) {
        RatedLine line = read(content);
        digests.put(line, digest(content, told, line));
        return line;
    }

    /** The line that a message says with the digest that was told; who bills it looks whether that is true. */
    RatedLine readAsTold(String content, Hash128 told) {
        RatedLine line = read(content);
        digests.put(line, told);
        return line;
    }

    /** The digest of a line that was read here with the one that was told. */
    Hash128 digestOf(RatedLine line) {
        return digests.get(line);
    }

    /**
     * The digest of what the text says now. As every service writes a line in one way, it is that of the text with the revision 0;
     * only where this is not the digest that was told, the line is written anew to find its own.
     */
    private static Hash128 digest(String content, Hash128 told, RatedLine line) {
        int from = content.indexOf(REVISION) + REVISION.length();
        int to = from;
        while (to < content.length() && Character.isDigit(content.charAt(to))) {
            to++;
        }
        Hash128 found = Hash128.of(content.substring(0, from) + "0" + content.substring(to));
        return found.equals(told) ? found : line.digest();
    }

    RatedLine read(String content) {
        try (JsonParser in = FACTORY.createParser(content)) {
            Fields fields = new Fields();
            if (in.nextToken() == JsonToken.START_OBJECT && fields.read(in)) {
                return fields.line();
            }
        } catch (IOException | IllegalArgumentException | ArithmeticException | DateTimeException left) {
            return byMapper(content);
        }
        return byMapper(content);
    }

    private static RatedLine byMapper(String content) {
        return Json.read(content.getBytes(StandardCharsets.UTF_8), RatedLine.class);
    }

    private Instant instant(String text) {
        if (instants.size() > MOST_REMEMBERED) {
            instants.clear();
        }
        return instants.computeIfAbsent(text, Instant::parse);
    }

    private String word(String text) {
        if (words.size() > MOST_REMEMBERED) {
            words.clear();
        }
        String known = words.putIfAbsent(text, text);
        return known == null ? text : known;
    }

    private static String text(JsonParser in) throws IOException {
        if (in.nextToken() != JsonToken.VALUE_STRING) {
            throw new IOException("not a text");
        }
        return in.getText();
    }

    private static BigDecimal decimal(JsonParser in) throws IOException {
        return new BigDecimal(text(in));
    }

    private static long whole(JsonParser in) throws IOException {
        if (in.nextToken() != JsonToken.VALUE_NUMBER_INT) {
            throw new IOException("not a whole number");
        }
        return in.getLongValue();
    }

    /** What was read of one line. */
    private final class Fields {
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

        /** Whether all of it was understood. */
        boolean read(JsonParser in) throws IOException {
            String name;
            while ((name = in.nextFieldName()) != null) {
                if (!read(name, in)) {
                    return false;
                }
            }
            return in.currentToken() == JsonToken.END_OBJECT && in.nextToken() == null;
        }

        private boolean read(String name, JsonParser in) throws IOException {
            switch (name) {
                case "id" -> id = text(in);
                case "revision" -> revision = whole(in);
                case "customerId" -> customerId = text(in);
                case "subscriptionId" -> subscriptionId = text(in);
                case "planKey" -> planKey = word(text(in));
                case "planVersion" -> planVersion = whole(in);
                case "chargeKey" -> chargeKey = word(text(in));
                case "kind" -> kind = RatedLine.Kind.valueOf(text(in));
                case "description" -> description = word(text(in));
                case "zone" -> zone = word(text(in));
                case "servicePeriodStart" -> servicePeriodStart = instant(text(in));
                case "servicePeriodEnd" -> servicePeriodEnd = instant(text(in));
                case "billableAt" -> billableAt = instant(text(in));
                case "meterKey" -> meterKey = word(text(in));
                case "dimensions" -> dimensions = texts(in);
                case "quantity" -> quantity = decimal(in);
                case "currency" -> currency = word(text(in));
                case "unroundedAmount" -> unroundedAmount = decimal(in);
                case "amount" -> amount = decimal(in);
                case "steps" -> steps = steps(in);
                case "eventCount" -> eventCount = whole(in);
                case "eventDigest" -> eventDigest = text(in);
                case "adjusts" -> adjusts = text(in);
                case "reason" -> reason = word(text(in));
                case "partition" -> partition = whole(in);
                default -> {
                    return false;
                }
            }
            return true;
        }

        RatedLine line() {
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

    private static Map<String, String> texts(JsonParser in) throws IOException {
        expect(in, JsonToken.START_OBJECT);
        Map<String, String> texts = new HashMap<>();
        String name;
        while ((name = in.nextFieldName()) != null) {
            texts.put(name, text(in));
        }
        return texts;
    }

    private List<Step> steps(JsonParser in) throws IOException {
        expect(in, JsonToken.START_ARRAY);
        List<Step> steps = new ArrayList<>(4);
        while (in.nextToken() == JsonToken.START_OBJECT) {
            steps.add(step(in));
        }
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
        String name;
        while ((name = in.nextFieldName()) != null) {
            switch (name) {
                case "label" -> label = word(text(in));
                case "from" -> from = decimal(in);
                case "upTo" -> upTo = decimal(in);
                case "quantity" -> quantity = decimal(in);
                case "unitPrice" -> unitPrice = decimal(in);
                case "flatFee" -> flatFee = decimal(in);
                case "amount" -> amount = decimal(in);
                default -> throw new IOException("not known");
            }
        }
        return new Step(label, from, upTo, quantity, unitPrice, flatFee, amount);
    }

    private static void expect(JsonParser in, JsonToken token) throws IOException {
        if (in.nextToken() != token) {
            throw new IOException("another form");
        }
    }
}
