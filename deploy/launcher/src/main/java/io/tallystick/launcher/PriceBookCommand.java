package io.tallystick.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallystick.demo.DemoMonth;
import io.tallystick.launcher.ask.PriceBookText;
import io.tallystick.launcher.client.ApiProblem;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.launcher.view.Screen;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "price-book",
        mixinStandardHelpOptions = true,
        description =
                "Checks or loads a price book (meters and plans in one YAML file), or prints the one that ships with"
                        + " the product. The same content again changes nothing; other content makes new versions of the plans.")
final class PriceBookCommand implements Callable<Integer> {
    /** What to do. */
    enum Act {
        CHECK,
        LOAD,
        EXAMPLE
    }

    @Parameters(
            index = "0",
            paramLabel = "check|load|example",
            description = "What to do.",
            converter = ActConverter.class)
    private Act act;

    @Parameters(index = "1", arity = "0..1", paramLabel = "<file>", description = "The price book; not for example.")
    private Path file;

    @Option(names = "--json", description = "Prints the answer as JSON.")
    private boolean json;

    @Mixin
    private ServicesOption services;

    @Override
    public Integer call() {
        if (act == Act.EXAMPLE) {
            String book = DemoMonth.priceBook();
            System.out.print(json ? Json.pretty(Json.MAPPER.createObjectNode().put("yaml", book)) + "\n" : book);
            return 0;
        }
        byte[] text = read();
        try (TallyClient client = services.connect(Home.fromSystemProperties())) {
            boolean check = act == Act.CHECK;
            JsonNode answer = client.post("/v1/price-books?dryRun=" + check, "application/yaml", text);
            return tell(answer, check);
        } catch (ApiProblem problem) {
            if (problem.body().path("errors").isEmpty()) {
                throw problem;
            }
            if (json) {
                System.out.println(Json.pretty(problem.body()));
            } else {
                PriceBookText.showFindings(problem.body().get("errors"), Screen.standard());
            }
            return 1;
        }
    }

    private int tell(JsonNode answer, boolean check) {
        if (json) {
            System.out.println(Json.pretty(answer));
            return answer.path("findings").isEmpty() ? 0 : 1;
        }
        return PriceBookText.show(answer, check, Screen.standard()) ? 0 : 1;
    }

    private byte[] read() {
        if (file == null) {
            throw new Refusal(
                    "file_missing",
                    "Name the file: ./tally price-book " + act.name().toLowerCase(Locale.ROOT) + " my-prices.yaml");
        }
        try {
            return Files.readString(file, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        } catch (NoSuchFileException missing) {
            throw new Refusal("file_missing", "There is no file " + file + ".", missing);
        } catch (IOException unreadable) {
            throw new Refusal("file_unreadable", file + " cannot be read as UTF-8 text: " + unreadable, unreadable);
        }
    }

    /** Verbs are lower case. */
    static final class ActConverter implements picocli.CommandLine.ITypeConverter<Act> {
        @Override
        public Act convert(String value) {
            return Act.valueOf(value.toUpperCase(Locale.ROOT));
        }
    }
}
