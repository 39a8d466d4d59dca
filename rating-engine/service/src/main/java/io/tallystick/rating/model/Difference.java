package io.tallystick.rating.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the first instant at which two sets of subscriptions are not the same. */
final class Difference {
    private Difference() {}

    static Optional<Instant> first(List<History> left, List<History> right) {
        List<Instant> found = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        Stream.concat(left.stream(), right.stream())
                .forEach(history -> ids.add(history.subscription().id()));
        for (String id : ids) {
            Optional<History> a = find(left, id);
            Optional<History> b = find(right, id);
            if (a.isPresent() && b.isPresent()) {
                first(a.get(), b.get()).ifPresent(found::add);
            } else {
                found.add(a.or(() -> b).orElseThrow().start());
            }
        }
        return found.stream().min(Instant::compareTo);
    }

    private static Optional<Instant> first(History a, History b) {
        Subscription left = a.subscription();
        Subscription right = b.subscription();
        if (!left.zone().equals(right.zone()) || !left.anchor().equals(right.anchor())) {
            return Optional.of(earlier(a.start(), b.start()));
        }
        List<Instant> found = new ArrayList<>();
        spans(a, b).ifPresent(found::add);
        runs(a, b).ifPresent(found::add);
        orders(left, right).ifPresent(found::add);
        orders(right, left).ifPresent(found::add);
        return found.stream().min(Instant::compareTo);
    }

    private static Optional<Instant> spans(History a, History b) {
        if (!a.start().equals(b.start())) {
            return Optional.of(earlier(a.start(), b.start()));
        }
        int i = 0;
        int j = 0;
        // Both are contiguous: walk them together and compare what holds, because one may be cut where nothing changes.
        while (i < a.spans().size() && j < b.spans().size()) {
            Span left = a.spans().get(i);
            Span right = b.spans().get(j);
            if (!left.state().equals(right.state())) {
                return Optional.of(later(left.time().start(), right.time().start()));
            }
            int order = left.time().end().compareTo(right.time().end());
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return a.end().equals(b.end()) ? Optional.empty() : Optional.of(earlier(a.end(), b.end()));
    }

    private static Optional<Instant> runs(History a, History b) {
        int most = Math.max(a.runs().size(), b.runs().size());
        for (int i = 0; i < most; i++) {
            if (i >= a.runs().size()) {
                return Optional.of(b.runs().get(i).time().start());
            }
            if (i >= b.runs().size()) {
                return Optional.of(a.runs().get(i).time().start());
            }
            Run left = a.runs().get(i);
            Run right = b.runs().get(i);
            if (!left.calendar().equals(right.calendar())
                    || !left.time().start().equals(right.time().start())) {
                return Optional.of(earlier(left.time().start(), right.time().start()));
            }
        }
        return Optional.empty();
    }

    /** Orders of one-offs are no state, so they are compared as facts. */
    private static Optional<Instant> orders(Subscription one, Subscription other) {
        List<Fact> rest = new ArrayList<>(one.facts());
        other.facts().forEach(rest::remove);
        return rest.stream().filter(Fact.Take.class::isInstance).map(Fact::at).min(Instant::compareTo);
    }

    private static Optional<History> find(List<History> histories, String id) {
        return histories.stream()
                .filter(history -> history.subscription().id().equals(id))
                .findFirst();
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
