package io.tallystick.launcher.send;

import io.tallystick.launcher.client.ApiProblem;
import io.tallystick.launcher.client.EventsClient;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.launcher.view.Screen;
import io.tallystick.launcher.view.Text;
import io.tallystick.schemas.id.Hash128;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** One run of {@code ./tally send}: shows its progress, names the rows that were refused, and says how it ended. */
public final class SendRun implements SendListener {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int NAMED_ROWS = 20;

    private final Request request;
    private final Screen screen;
    private final PrintStream problems;
    private long named;

    /**
     * A run.
     *
     * @param request what to send
     * @param screen for progress
     * @param problems for rows that were refused
     */
    public SendRun(Request request, Screen screen, PrintStream problems) {
        this.request = request;
        this.screen = screen;
        this.problems = problems;
    }

    /**
     * Sends what is left of the file.
     *
     * @return what happened, ready to be printed as JSON
     * @throws MappingException if the mapping does not fit the file; nothing was sent
     * @throws ApiProblem if the door stayed closed; the next run goes on behind the last batch that it took
     */
    public Result run(TallyClient client) {
        Mapping mapping = request.mapping();
        Path state = request.stateFolder().resolve(stateName(mapping));
        EventsClient events = new EventsClient(client, PATIENCE, this::waiting);
        CsvSender.Input input = new CsvSender.Input(
                request.file(), request.encoding(), request.separator(), mapping, state, request.batchSize());
        try {
            SendState end = new CsvSender(input, events::send, this).run();
            screen.rest();
            if (named > NAMED_ROWS) {
                problems.println("… and " + Text.count(named - NAMED_ROWS) + " more rows.");
            }
            return new Result(end.rows(), end.accepted(), end.refused(), end.unmappable(), end.complete(), state);
        } catch (NoSuchFileException missing) {
            throw new MappingException("there is no file " + missing.getFile());
        } catch (IOException broken) {
            throw new MappingException(request.file() + " cannot be read: " + broken.getMessage());
        }
    }

    /** The same file with the same mapping has the same state, wherever the run is started from. */
    private String stateName(Mapping mapping) {
        Path name = request.file().getFileName();
        try {
            Path real = Files.exists(request.file()) ? request.file().toRealPath() : request.file();
            return name + "-" + Hash128.of(real.toString(), mapping.digest()) + ".json";
        } catch (IOException broken) {
            throw new MappingException(request.file() + " cannot be read: " + broken.getMessage());
        }
    }

    private void waiting(ApiProblem problem) {
        screen.move("  waiting: " + problem.getMessage());
    }

    @Override
    public void resumed(long rows) {
        screen.line("Going on behind row " + Text.count(rows) + ", where an earlier run has ended.");
    }

    @Override
    public void changed() {
        screen.line(
                "The file has changed since the earlier run: sending from its first row. Rows that were sent before are"
                        + " duplicates and count once.");
    }

    @Override
    public void refused(long line, String code, String detail) {
        named++;
        if (named <= NAMED_ROWS) {
            screen.rest();
            problems.println("line " + line + ": " + code + ": " + detail);
        }
    }

    @Override
    public void sent(SendState state, long bytesRead, long bytes) {
        long percent = bytes == 0 ? 100 : bytesRead * 100 / bytes;
        screen.move("  " + Screen.bar(bytesRead, bytes) + " " + percent + " %  " + Text.count(state.rows()) + " rows, "
                + Text.count(state.accepted()) + " accepted, " + Text.count(state.refused() + state.unmappable())
                + " refused");
    }

    /**
     * What to send.
     *
     * @param file the CSV file
     * @param encoding of the file
     * @param separator between cells
     * @param mapping from rows to events
     * @param stateFolder where the progress of each file is kept
     * @param batchSize events in one request
     */
    public record Request(
            Path file, Charset encoding, char separator, Mapping mapping, Path stateFolder, int batchSize) {}

    /**
     * How it ended, over all runs of the file.
     *
     * @param rows data rows
     * @param accepted events that the log has
     * @param refused rows that the door refused
     * @param unmappable rows that could not become events
     * @param complete whether the whole file was read
     * @param state the file that keeps the progress
     */
    public record Result(long rows, long accepted, long refused, long unmappable, boolean complete, Path state) {
        /** Whether every row became an event that was accepted. */
        public boolean clean() {
            return complete && refused == 0 && unmappable == 0;
        }

        /** For {@code --json}. */
        public Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("rows", rows);
            json.put("accepted", accepted);
            json.put("refused", refused);
            json.put("unmappable", unmappable);
            json.put("complete", complete);
            json.put("state", state.toString());
            return json;
        }
    }
}
