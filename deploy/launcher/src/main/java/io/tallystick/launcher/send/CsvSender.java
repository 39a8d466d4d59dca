package io.tallystick.launcher.send;

import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.tallystick.launcher.client.BatchAnswer;
import io.tallystick.schemas.id.Hash128;
import io.tallystick.schemas.json.Json;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Sends the rows of one file in batches. After each batch that the door answered, the number of rows and a digest of them are kept
 * in a state file; the next run goes on behind them. A run that is stopped at any point, even by {@code kill -9}, sends at most one batch
 * twice, and those events are duplicates.
 */
final class CsvSender {
    private final Input input;
    private final Function<List<byte[]>, BatchAnswer> door;
    private final SendListener listener;

    private final List<byte[]> batch = new ArrayList<>();
    private final List<Long> lines = new ArrayList<>();
    private SendState state;
    private String rowsDigest = "";
    private long rows;
    private long unmappable;

    /**
     * A sender for one run.
     *
     * @param input what is sent
     * @param door takes a batch of events and says which it refused
     * @param listener hears of everything that people should see
     */
    CsvSender(Input input, Function<List<byte[]>, BatchAnswer> door, SendListener listener) {
        this.input = input;
        this.door = door;
        this.listener = listener;
        this.state = SendState.begin(input.mapping().digest());
    }

    /**
     * Sends what is left of the file.
     *
     * @return where the run ended; {@link SendState#complete()} unless the file breaks off inside a quoted cell
     * @throws MappingException if the mapping does not fit the file; nothing was sent
     * @throws io.tallystick.launcher.client.ApiProblem if the door stayed closed; the state stands behind the last batch that it took
     */
    SendState run() throws IOException {
        SendState before = earlier();
        if (before.rows() > 0 && !reaches(before)) {
            listener.changed();
            before = state;
        } else if (before.rows() > 0) {
            listener.resumed(before.rows());
            state = before;
        }
        // Also after a complete run: the file may have grown since.
        return sendFrom(before.rows());
    }

    private SendState earlier() {
        return SendState.load(input.state())
                .filter(earlier -> earlier.mapping().equals(state.mapping()))
                .orElse(state);
    }

    /** Whether the file still begins with the rows that were sent. */
    private boolean reaches(SendState earlier) throws IOException {
        String digest = "";
        long count = 0;
        try (Rows file = new Rows(input)) {
            for (CsvRecord row = file.next(); row != null && count < earlier.rows(); row = file.next()) {
                digest = chain(digest, row);
                count++;
            }
        }
        return count == earlier.rows() && digest.equals(earlier.rowsDigest());
    }

    private SendState sendFrom(long first) throws IOException {
        long bytes = Files.size(input.file());
        try (Rows file = new Rows(input)) {
            RowMapper mapper = new RowMapper(input.mapping(), file.header());
            for (CsvRecord row = file.next(); row != null; row = file.next()) {
                rows++;
                rowsDigest = chain(rowsDigest, row);
                add(mapper, row, rows > first);
                if (batch.size() == input.batchSize()) {
                    flush(false, file.bytesRead(), bytes);
                }
            }
            flush(file.readable(), bytes, bytes);
            if (!file.readable()) {
                listener.refused(file.brokenAt(), "broken_file", file.brokenBy());
            }
        }
        return state;
    }

    /** Rows of an earlier run are mapped too: the ids of equal rows count on from them. */
    private void add(RowMapper mapper, CsvRecord row, boolean fresh) {
        try {
            ObjectNode event = mapper.event(row.getFields());
            if (fresh) {
                batch.add(Json.bytes(event));
                lines.add(row.getStartingLineNumber());
            }
        } catch (BadRow bad) {
            if (fresh) {
                unmappable++;
                listener.refused(row.getStartingLineNumber(), bad.code(), bad.getMessage());
            }
        }
    }

    private void flush(boolean last, long bytesRead, long bytes) throws IOException {
        long accepted = state.accepted();
        long refused = state.refused();
        if (!batch.isEmpty()) {
            BatchAnswer answer = door.apply(List.copyOf(batch));
            for (BatchAnswer.Refused event : answer.refused()) {
                listener.refused(lines.get(event.index()), event.code(), event.pointer() + ": " + event.detail());
            }
            accepted += answer.accepted();
            refused += answer.refused().size();
            batch.clear();
            lines.clear();
        }
        long bad = state.unmappable() + unmappable;
        unmappable = 0;
        state = new SendState(state.mapping(), rows, rowsDigest, accepted, refused, bad, last);
        state.save(input.state());
        listener.sent(state, bytesRead, bytes);
    }

    private static String chain(String before, CsvRecord row) {
        List<String> parts = new ArrayList<>(row.getFieldCount() + 1);
        parts.add(before);
        parts.addAll(row.getFields());
        return Hash128.of(parts.toArray(String[]::new)).toString();
    }

    /**
     * What is sent.
     *
     * @param file the CSV file; its first row names the columns
     * @param encoding of the file
     * @param separator between cells
     * @param mapping from rows to events
     * @param state where the progress is kept
     * @param batchSize events in one request
     */
    record Input(Path file, Charset encoding, char separator, Mapping mapping, Path state, int batchSize) {}

    /** The rows behind the header, until the end of the file or to where it cannot be read. */
    private static final class Rows implements AutoCloseable {
        private final CountingStream bytes;
        private final CsvReader<CsvRecord> reader;
        private final CloseableIterator<CsvRecord> records;
        private final List<String> header;
        private long lastLine;
        private String broken;

        Rows(Input input) throws IOException {
            bytes = new CountingStream(new BufferedInputStream(Files.newInputStream(input.file())));
            reader = CsvReader.builder()
                    .fieldSeparator(input.separator())
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .allowUnclosedQuote(false)
                    .ofCsvRecord(new InputStreamReader(bytes, input.encoding()));
            records = reader.iterator();
            CsvRecord first = next();
            if (first == null) {
                close();
                throw new MappingException(input.file() + " has no rows"
                        + (broken == null ? "; its first row names the columns" : ": " + broken));
            }
            header = first.getFields().stream().map(Rows::columnName).toList();
        }

        List<String> header() {
            return header;
        }

        long bytesRead() {
            return bytes.count();
        }

        boolean readable() {
            return broken == null;
        }

        String brokenBy() {
            return broken;
        }

        long brokenAt() {
            return lastLine + 1;
        }

        CsvRecord next() {
            try {
                if (broken != null || !records.hasNext()) {
                    return null;
                }
                CsvRecord row = records.next();
                lastLine = row.getStartingLineNumber();
                return row;
            } catch (CsvParseException unreadable) {
                broken = "the file cannot be read from here on: " + unreadable.getMessage();
                return null;
            }
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }

        /** Spreadsheets put a byte order mark before the first name. */
        private static String columnName(String cell) {
            return cell.startsWith("\uFEFF") ? cell.substring(1).strip() : cell.strip();
        }
    }
}
