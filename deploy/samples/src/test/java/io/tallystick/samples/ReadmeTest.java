package io.tallystick.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines with which the READMEs of the libraries begin are compiled and run as they stand; only the address is another. */
@Tag("integration")
class ReadmeTest {
    private static final Path EMITTERS = Path.of(System.getProperty("tally.root"), "metering-ingest", "emitters");

    @TempDir
    private Path place;

    private Billed billed;

    @BeforeEach
    void start() throws IOException {
        billed = new Billed();
    }

    @AfterEach
    void stop() {
        billed.close();
    }

    @Test
    void the_lines_of_the_core_record_usage() throws Exception {
        run("core", "");

        assertEquals(1, billed.of("acme"));
        assertEquals(
                "2.500000000", billed.events().getFirst().at("/data/gigabytes").asText());
    }

    @Test
    void the_lines_of_the_wrapper_meter_a_tool() throws Exception {
        run("mcp-sdk", """
                metered.callHandler().apply(
                        io.modelcontextprotocol.common.McpTransportContext.create(java.util.Map.of(Metered.CUSTOMER, "acme")),
                        io.modelcontextprotocol.spec.McpSchema.CallToolRequest.builder("count_words")
                                .arguments(java.util.Map.of("text", "three short words"))
                                .build());
                """);

        assertEquals(1, billed.of("acme"));
        assertEquals("count_words", billed.events().getFirst().at("/data/tool").asText());
    }

    /** Runs the lines in a process of their own, whose end delivers. */
    private void run(String module, String then) throws IOException, InterruptedException {
        Path source = place.resolve("Lines.java");
        Files.writeString(source, """
                import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
                import io.tallystick.emitter.*;
                import io.tallystick.emitter.mcp.*;
                import java.net.URI;

                public class Lines {
                    public static void main(String[] args) throws Exception {
                        String key = "key";
                        SyncToolSpecification tool = %s.tool();
                        %s
                        %s
                    }
                }
                """.formatted(ReadmeTool.class.getName(), lines(module), then));
        String classPath = System.getProperty("java.class.path");
        assertEquals(
                0,
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-cp", classPath, "-proc:none", source.toString()));
        List<String> command = Java.command("Lines");
        command.set(command.indexOf("-cp") + 1, place + ":" + classPath);
        command.add(1, "-Duser.home=" + place);
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
        billed.await("acme", 1);
    }

    private String lines(String module) throws IOException {
        String readme = Files.readString(EMITTERS.resolve(module).resolve("README.md"));
        int begin = readme.indexOf("```java") + "```java".length();
        String lines = readme.substring(begin, readme.indexOf("```", begin)).strip();
        assertEquals(true, lines.lines().count() <= 3, lines);
        return lines.replace("http://localhost:8080", billed.uri().toString());
    }
}
