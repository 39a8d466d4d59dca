package io.tallystick.samples;

import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** A few things that a language model is bad at: counting days, counting words, digests. */
final class Tools {
    private Tools() {}

    /** A tool and what it does. */
    record Offered(Tool tool, Function<CallToolRequest, CallToolResult> work) {
        CallToolResult apply(McpTransportContext context, CallToolRequest request) {
            return work.apply(request);
        }
    }

    static List<Offered> all() {
        return List.of(
                new Offered(
                        tool("days_between", "How many days lie between two dates, such as 2026-02-28", "from", "to"),
                        request -> daysBetween(text(request, "from"), text(request, "to"))),
                new Offered(
                        tool("count_words", "How many words a text has", "text"),
                        request -> answer(Long.toString(countWords(text(request, "text"))))),
                new Offered(
                        tool("sha256", "The SHA-256 digest of a text, in hexadecimal", "text"),
                        request -> answer(digest(text(request, "text")))));
    }

    private static CallToolResult daysBetween(String from, String to) {
        try {
            return answer(Long.toString(ChronoUnit.DAYS.between(LocalDate.parse(from), LocalDate.parse(to))));
        } catch (DateTimeException notADate) {
            return CallToolResult.builder()
                    .addTextContent(notADate.getMessage() + "; a date is written as 2026-02-28")
                    .isError(true)
                    .build();
        }
    }

    private static long countWords(String text) {
        return text.isBlank() ? 0 : text.strip().split("\\s+", -1).length;
    }

    private static String digest(String text) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String text(CallToolRequest request, String name) {
        return String.valueOf(request.arguments().get(name));
    }

    private static CallToolResult answer(String text) {
        return CallToolResult.builder().addTextContent(text).build();
    }

    private static Tool tool(String name, String description, String... texts) {
        Map<String, Object> properties = new TreeMap<>();
        for (String text : texts) {
            properties.put(text, Map.of("type", "string"));
        }
        return Tool.builder(name, Map.of("type", "object", "properties", properties, "required", List.of(texts)))
                .title(name)
                .description(description)
                .build();
    }
}
