package io.tallystick.rating.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tallystick.schemas.usage.ReasonCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/reason-codes.md is the one place where people look a code up: none is missing there. */
class ReasonCodesDocTest {
    @Test
    void every_state_and_every_reason_has_a_row() throws IOException {
        Path root = Path.of(System.getProperty("tally.root", "../.."));
        String page = Files.readString(root.resolve("docs/reason-codes.md"));
        List<String> codes = new ArrayList<>(Remedies.reasons());
        Arrays.stream(ReasonCode.values()).map(ReasonCode::code).forEach(codes::add);
        Arrays.stream(Disposition.values()).map(Disposition::code).forEach(codes::add);
        codes.addAll(List.of("charged", "not_chargeable"));

        assertEquals(
                List.of(),
                codes.stream()
                        .filter(code -> !page.contains("| `" + code + "` |"))
                        .toList());
    }
}
