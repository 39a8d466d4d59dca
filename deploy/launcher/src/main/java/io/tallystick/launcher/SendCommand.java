package io.tallystick.launcher;

import io.tallystick.launcher.client.TallyClient;
import io.tallystick.launcher.send.Mapping;
import io.tallystick.launcher.send.MappingException;
import io.tallystick.launcher.send.SendRun;
import io.tallystick.launcher.view.Screen;
import io.tallystick.launcher.view.Text;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description =
                "Turns the rows of a CSV file into usage events and sends them. Safe to stop and to repeat: a second run goes"
                        + " on where the first has ended, and a row that is sent twice counts once.",
        footer = {
            "",
            "A mapping says what comes from where, one target=expression each:",
            "  type=const:com.example.llm-call.v1       the same for every row",
            "  subject=Customer                         a column",
            "  time=Started time.format='yyyy-MM-dd HH:mm:ss' time.zone=Europe/Berlin",
            "  data.tokens=Tokens                       a field of data; a.b nests",
            "  id=template:{Region}-{Request}           pieces in a row",
            "Needed are type, subject and time. Without an id, one is made of what the row says. time.format is a pattern",
            "of java.time, iso (the default), epoch-seconds, epoch-millis, epoch-micros or epoch-nanos.",
            "",
            "  ./tally send --csv calls.csv --map llm.map subject=const:acme"
        })
final class SendCommand implements Callable<Integer> {
    @Option(
            names = "--csv",
            required = true,
            paramLabel = "<file>",
            description = "The file; its first row names the columns.")
    private Path csv;

    @Option(
            names = "--map",
            required = true,
            arity = "1..*",
            paramLabel = "<file or target=expression>",
            description = "The mapping: files of such lines, single ones, or both; later ones win.")
    private List<String> map;

    @Option(
            names = "--separator",
            defaultValue = ",",
            description = "Between cells, \"${DEFAULT-VALUE}\" unless given.")
    private char separator;

    @Option(names = "--encoding", defaultValue = "UTF-8", description = "Of the file, ${DEFAULT-VALUE} unless given.")
    private Charset encoding;

    @Option(
            names = "--batch",
            defaultValue = "1000",
            description = "Events in one request, ${DEFAULT-VALUE} unless given.")
    private int batch;

    @Option(names = "--json", description = "Prints the result as JSON.")
    private boolean json;

    @Mixin
    private ServicesOption services;

    @Override
    public Integer call() {
        if (batch < 1 || batch > 10_000) {
            throw new Refusal("invalid_batch", "--batch must be 1 to 10000, not " + batch + ".");
        }
        Home home = Home.fromSystemProperties();
        Screen screen = new Screen(json ? System.err : System.out, Screen.isWatched(), InstantSource.system());
        try (TallyClient client = services.connect(home)) {
            SendRun.Request request =
                    new SendRun.Request(csv, encoding, separator, Mapping.of(map), services.memory(home.sent()), batch);
            SendRun.Result result = new SendRun(request, screen, System.err).run(client);
            tell(result);
            return result.clean() ? 0 : 1;
        } catch (MappingException wrong) {
            throw new Refusal("invalid_mapping", wrong.getMessage(), wrong);
        }
    }

    private void tell(SendRun.Result result) {
        if (json) {
            System.out.println(Json.pretty(result.json()));
            return;
        }
        System.out.println(Text.count(result.rows()) + " rows of " + csv + ": " + Text.count(result.accepted())
                + " events accepted, " + Text.count(result.refused()) + " refused, "
                + Text.count(result.unmappable()) + " rows could not become events.");
    }
}
