package io.tallystick.launcher.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RowMapperTest {
    private static final List<String> HEADER = List.of("Customer", "Started", "Tokens");

    @Test
    void a_column_a_constant_and_a_template_fill_an_event() throws BadRow {
        ObjectNode event = mapper("id=template:call-{Customer}-{Tokens}", "data.usage.tokens=Tokens")
                .event(List.of("acme", "2023-11-16 18:17:03.9799600", "4808"));
        assertEquals("""
                {"specversion":"1.0","source":"urn:tallystick:csv","type":"org.example.llm.v1","subject":"acme",\
                "time":"2023-11-16T18:17:03.979960Z","data":{"usage":{"tokens":"4808"}},"id":"call-acme-4808"}""", event.toString());
    }

    @Test
    void a_derived_id_depends_on_what_the_row_says_and_on_nothing_else() throws BadRow {
        List<String> row = List.of("acme", "2023-11-16 18:17:03.9799600", "4808");
        List<String> other = List.of("acme", "2023-11-16 18:17:03.9799600", "4809");
        RowMapper first = mapper("data.tokens=Tokens");
        RowMapper sortedOtherwise = mapper("data.tokens=Tokens");
        String id = id(first, row);
        String idOfOther = id(first, other);
        assertEquals(idOfOther, id(sortedOtherwise, other));
        assertEquals(id, id(sortedOtherwise, row));
        assertNotEquals(id, idOfOther);
    }

    @Test
    void equal_rows_are_different_events_with_the_same_ids_in_every_run() throws BadRow {
        List<String> row = List.of("acme", "2023-11-16 18:17:03.9799600", "4808");
        RowMapper first = mapper("data.tokens=Tokens");
        RowMapper again = mapper("data.tokens=Tokens");
        List<String> ids = List.of(id(first, row), id(first, row));
        assertNotEquals(ids.get(0), ids.get(1));
        assertEquals(ids, List.of(id(again, row), id(again, row)));
    }

    @Test
    void an_empty_cell_is_an_absent_field_but_an_empty_attribute_is_a_bad_row() throws BadRow {
        RowMapper mapper = mapper("data.tokens=Tokens");
        assertFalse(mapper.event(List.of("acme", "2023-11-16 18:17:03.9799600", ""))
                .get("data")
                .has("tokens"));
        assertEquals("empty_cell", code(mapper, List.of(" ", "2023-11-16 18:17:03.9799600", "1")));
    }

    @Test
    void a_row_that_cannot_be_an_event_says_why() {
        RowMapper mapper = mapper("data.tokens=Tokens");
        assertEquals("wrong_column_count", code(mapper, List.of("acme", "2023-11-16 18:17:03.9799600")));
        assertEquals("invalid_time", code(mapper, List.of("acme", "2023-02-31 18:17:03.9799600", "1")));
        assertEquals("invalid_time", code(mapper, List.of("acme", "yesterday", "1")));
        assertEquals("invalid_encoding", code(mapper, List.of("caf\uFFFD", "2023-11-16 18:17:03.9799600", "1")));
    }

    @Test
    void a_time_is_read_as_its_format_and_zone_say() throws BadRow {
        assertEquals("2026-10-31T23:00:00Z", time("2026-11-01 00:00", "yyyy-MM-dd HH:mm", "Europe/Berlin"));
        assertEquals("2026-10-31T23:00:00Z", time("2026-11-01", "yyyy-MM-dd", "Europe/Berlin"));
        assertEquals("2026-11-01T00:00:00Z", time("2026-11-01T01:00:00+01:00", null, null));
        assertEquals("2026-11-01T00:00:00.250Z", time("1793491200.25", "epoch-seconds", null));
        assertEquals("2026-11-01T00:00:00.250Z", time("1793491200250", "epoch-millis", null));
        assertEquals("2026-11-16T08:05:00Z", time("16 Nov 2026 08:05", "dd MMM yyyy HH:mm", "UTC"));
        // The clocks of Berlin go from 02:00 to 03:00.
        assertThrows(BadRow.class, () -> time("2026-03-29 02:30", "yyyy-MM-dd HH:mm", "Europe/Berlin"));
        assertThrows(BadRow.class, () -> time("2026-11-01T00:00:00", null, null));
        assertThrows(BadRow.class, () -> time("1e999", "epoch-seconds", null));
    }

    @Test
    void a_mapping_that_does_not_fit_names_the_argument_and_the_remedy() {
        assertTrue(refused("type=const:a", "subject=const:b").contains("--map time=COLUMN"));
        assertTrue(refused("type=const:a", "subject=Client", "time=Started").contains("Customer, Started, Tokens"));
        assertTrue(refused("typ=const:a").contains("--map typ=const:a: there is no target \"typ\""));
        assertTrue(refused("type=const:a", "subject=Customer", "time=Started", "time.zone=Mars")
                .contains("time.zone=Mars"));
        assertTrue(refused("type=const:a", "subject=Customer", "time=Started", "data.a=Tokens", "data.a.b=Tokens")
                .contains("data.a cannot be a text"));
    }

    @Test
    void a_file_of_lines_is_a_mapping_and_later_arguments_win(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("llm.map");
        Files.writeString(file, "# tokens\ntype = const:a\n\nsubject = Customer\ntime = Started\n");
        Mapping mapping = Mapping.of(List.of(file.toString(), "subject=const:acme"));
        assertEquals("const:acme", mapping.expression("subject").orElseThrow());
        assertEquals(
                mapping.digest(),
                Mapping.of(List.of("time=Started", "type=const:a", "subject=const:acme"))
                        .digest());
    }

    private static RowMapper mapper(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "type=const:org.example.llm.v1",
                "subject=Customer",
                "time=Started",
                "time.format=yyyy-MM-dd HH:mm:ss.SSSSSSS",
                "time.zone=UTC"));
        arguments.addAll(List.of(more));
        return new RowMapper(Mapping.of(arguments), HEADER);
    }

    private static String id(RowMapper mapper, List<String> row) throws BadRow {
        return mapper.event(row).get("id").textValue();
    }

    private static String time(String cell, String format, String zone) throws BadRow {
        Stream<String> arguments = Stream.of(
                "type=const:a",
                "subject=Customer",
                "time=Started",
                format == null ? "source=const:s" : "time.format=" + format,
                zone == null ? "source=const:s" : "time.zone=" + zone);
        RowMapper mapper = new RowMapper(Mapping.of(arguments.toList()), HEADER);
        return mapper.event(List.of("acme", cell, "1")).get("time").textValue();
    }

    private static String code(RowMapper mapper, List<String> row) {
        return assertThrows(BadRow.class, () -> mapper.event(row)).code();
    }

    private static String refused(String... arguments) {
        return assertThrows(MappingException.class, () -> new RowMapper(Mapping.of(List.of(arguments)), HEADER))
                .getMessage();
    }
}
