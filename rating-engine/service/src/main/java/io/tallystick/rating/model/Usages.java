package io.tallystick.rating.model;

import io.tallystick.rating.pricing.Usage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Adds usage of consecutive parts of a period. */
final class Usages {
    private Usages() {}

    /** Both together; the transactions of the first come first. */
    static Usage plus(Usage first, Usage second) {
        if (first instanceof Usage.Transactions(List<BigDecimal> a)
                && second instanceof Usage.Transactions(List<BigDecimal> b)) {
            return new Usage.Transactions(joined(a, b));
        }
        if (first instanceof Usage.Quantity && second instanceof Usage.Quantity) {
            return new Usage.Quantity(first.total().add(second.total()));
        }
        return new Usage.Groups(joined(groups(first), groups(second)));
    }

    private static List<Usage.Group> groups(Usage usage) {
        return switch (usage) {
            case Usage.Groups(List<Usage.Group> groups) -> groups;
            case Usage.Quantity _, Usage.Transactions _ -> List.of(new Usage.Group(Map.of(), usage.total()));
        };
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
