package io.tallystick.rating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallystick.rating.catalog.Lint;
import io.tallystick.rating.catalog.PriceBook;
import io.tallystick.rating.config.pricebook.PriceBookCodec;
import io.tallystick.rating.config.pricebook.SubscriptionCodec;
import io.tallystick.rating.model.Fact;
import io.tallystick.rating.pricing.PriceModel;
import io.tallystick.rating.vectors.PureSimulator;
import io.tallystick.schemas.meter.Meter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The examples of docs/price-language.md. */
class PriceLanguageDocTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern BLOCK = Pattern.compile("(?s)```(\\w+)\\n(.*?)```");

    private final PriceBookCodec codec = new PriceBookCodec();

    @Test
    void every_price_book_on_the_page_is_free_of_findings() throws IOException {
        List<String> blocks = blocks("yaml");
        Map<String, Meter> meters = codec.readBook(blocks.getFirst()).meters().stream()
                .collect(Collectors.toMap(Meter::key, meter -> meter));

        for (String block : blocks) {
            PriceBook book = codec.readBook(complete(block));
            assertEquals(List.of(), Lint.check(book, meters), block);
        }
    }

    @Test
    void every_model_has_an_example() throws IOException {
        String all = String.join("\n", blocks("yaml"));

        for (PriceModel model : PriceModel.values()) {
            assertTrue(all.contains("model: " + model.code()), model.code());
        }
    }

    @Test
    void every_simulation_on_the_page_answers_what_it_says() throws IOException {
        List<String> blocks = blocks("json");
        assertEquals(0, blocks.size() % 2, "requests and answers alternate");

        for (int i = 0; i < blocks.size(); i += 2) {
            JsonNode request = JSON.readTree(blocks.get(i));

            assertEquals(JSON.readTree(blocks.get(i + 1)), new PureSimulator().post(simulation(request), request));
        }
    }

    @Test
    void every_fact_on_the_page_is_read_and_written_as_it_was() throws IOException {
        SubscriptionCodec facts = new SubscriptionCodec();

        for (String fact : blocks("jsonl").getFirst().lines().toList()) {
            Fact read = facts.readFact(fact, ZoneOffset.UTC, _ -> Optional.empty());
            assertEquals(read, facts.readFact(facts.write(read), ZoneOffset.UTC, _ -> Optional.empty()), fact);
        }
    }

    private static String simulation(JsonNode request) {
        if (request.has("subscription")) {
            return "bill";
        }
        return request.has("meter") ? "aggregation" : request.has("anchor") ? "periods" : "price";
    }

    private static String complete(String block) {
        if (block.startsWith("meters:") || block.startsWith("plans:")) {
            return block;
        }
        return "plans:\n  - key: p\n    currency: USD\n    charges:\n      - key: c\n        kind: USAGE\n        meter: api_calls\n"
                + block.lines().map(line -> "        " + line + "\n").collect(Collectors.joining());
    }

    private static List<String> blocks(String language) throws IOException {
        Path root = Path.of(System.getProperty("tally.root", "../.."));
        Matcher matcher = BLOCK.matcher(Files.readString(root.resolve("docs/price-language.md")));
        List<String> blocks = new ArrayList<>();
        while (matcher.find()) {
            if (matcher.group(1).equals(language)) {
                blocks.add(matcher.group(2));
            }
        }
        return blocks;
    }
}
