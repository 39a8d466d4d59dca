package io.tallystick.rating.aggregation;

import io.tallystick.schemas.money.Decimals;
import io.tallystick.schemas.time.Micros;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * LATEST: the value of the last sample by (time, source, id). Stored as {@code
 * <microseconds>:<value>:<length of the source>:<source><id>}, or as the empty text before the first sample; the length keeps
 * source {@code a-b} with id {@code c} apart from source {@code a} with id {@code b-c}.
 *
 * @param last the last sample so far
 */
record Latest(Optional<Sample> last) implements Compact {
    static final Latest EMPTY = new Latest(Optional.empty());

    static Latest decode(String text) {
        if (text.isEmpty()) {
            return EMPTY;
        }
        String[] parts = text.split(":", 4);
        int sourceLength = Integer.parseInt(parts[2]);
        return new Latest(Optional.of(new Sample(
                Micros.toInstant(Long.parseLong(parts[0])),
                parts[3].substring(0, sourceLength),
                parts[3].substring(sourceLength),
                new BigDecimal(parts[1]))));
    }

    @Override
    public Latest plus(Sample sample) {
        return last.isPresent() && last.get().compareTo(sample) >= 0 ? this : new Latest(Optional.of(sample));
    }

    @Override
    public BigDecimal quantity() {
        return last.map(sample -> Decimals.canonical(sample.value())).orElse(BigDecimal.ZERO);
    }

    @Override
    public String encode() {
        return last.map(sample -> "%d:%s:%d:%s%s"
                        .formatted(
                                Micros.ofEpoch(sample.at()),
                                Decimals.text(sample.value()),
                                sample.source().length(),
                                sample.source(),
                                sample.id()))
                .orElse("");
    }
}
