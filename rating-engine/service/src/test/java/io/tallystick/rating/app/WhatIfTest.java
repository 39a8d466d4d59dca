package io.tallystick.rating.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallystick.rating.app.WhatIf.Choice;
import io.tallystick.rating.app.WhatIf.Result;
import io.tallystick.rating.app.WhatIf.State;
import io.tallystick.rating.app.WhatIf.Total;
import io.tallystick.rating.catalog.Plan;
import io.tallystick.rating.config.pricebook.PriceBookCodec;
import io.tallystick.rating.store.PgWhatIfStore;
import io.tallystick.schemas.crash.CrashPoint;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.testkit.TestDatabase;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A draft against past periods: the difference of each customer, by the code of the real run, in parts that can be killed. */
@Tag("integration")
final class WhatIfTest {
    private static final LocalDate NOVEMBER = LocalDate.parse("2026-11-01");
    private static final LocalDate DECEMBER = LocalDate.parse("2026-12-01");

    /** Calls cost half from the first one on, and the fee is higher. */
    private static final String DRAFT = """
            {"key": "developer", "name": "Developer", "currency": "USD", "cadence": {"unit": "MONTH", "count": 1}, "charges": [
              {"key": "fee", "kind": "RECURRING", "timing": "IN_ADVANCE", "price": {"model": "flat", "amount": "50.00"}},
              {"key": "calls", "kind": "USAGE", "meter": "calls", "price": {"model": "per_unit", "unitPrice": "0.20"}},
              {"key": "storage", "kind": "USAGE", "meter": "storage", "price": {"model": "per_unit", "unitPrice": "0.10"}}]}""";

    private final World world = new World();
    private WhatIfs whatIfs;
    private int asked;

    @BeforeEach
    void november() {
        world.load("/price-books/pipeline.yaml");
        whatIfs = new WhatIfs(
                new PgWhatIfStore(world.pool()),
                world.catalog(),
                world.store(),
                () -> Instant.parse("2026-12-10T00:00:00Z"),
                20);
        List.of("acme", "brook", "cedar").forEach(world::subscribe);
        world.setNow(Instant.parse("2026-12-10T00:00:00Z"));
        for (int i = 0; i < 40; i++) {
            world.call("brook", "b" + i, "2026-11-%02dT10:00:00Z".formatted(1 + i % 28));
        }
        world.event(
                "acme",
                "io.tallystick.storage.v1",
                "s1",
                "2026-10-20T00:00:00Z",
                "{\"gigabytes\":\"10\",\"class\":\"hot\"}");
        world.due(world.now()).run();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private static Plan plan(String json) {
        return new PriceBookCodec().readPlan(json);
    }

    private WhatIf begin(String definition, List<String> customers) {
        return whatIfs.begin(
                new UUID(9, ++asked).toString(),
                plan(definition),
                NOVEMBER,
                DECEMBER,
                customers,
                "key-1",
                Optional.empty());
    }

    private WhatIf done(WhatIf begun) {
        whatIfs.work();
        return whatIfs.find(begun.id()).orElseThrow();
    }

    private Map<String, Result> results(WhatIf whatIf) {
        Map<String, Result> results = new HashMap<>();
        whatIfs.results(whatIf.id(), Choice.ALL, Optional.empty(), 100)
                .forEach(one -> results.put(one.customerId(), one));
        return results;
    }

    private BigDecimal billed(String customer) {
        return world.lines().values().stream()
                .filter(line -> line.customerId().equals(customer)
                        && line.servicePeriodStart().equals(World.NOVEMBER))
                .map(RatedLine::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void what_was_is_what_the_lines_say_and_the_difference_is_that_of_the_draft() {
        WhatIf whatIf = done(begin(DRAFT, List.of()));

        Map<String, Result> results = results(whatIf);
        assertThat(whatIf.state()).isEqualTo(State.COMPLETED);
        assertThat(whatIf.progress()).isEqualTo(new WhatIf.Progress(3, 3, 0));
        assertThat(results.keySet()).containsExactlyInAnyOrder("acme", "brook", "cedar");
        results.forEach(
                (customer, result) -> assertThat(result.was()).as(customer).isEqualByComparingTo(billed(customer)));
        // 10 GB carried in from October cost 1.00 and their backup 0.20; the draft has no backup.
        assertThat(results.get("acme").was()).isEqualTo("50.20");
        assertThat(results.get("acme").would()).isEqualTo("51.00");
        // The fee and 40 calls at 0.20.
        assertThat(results.get("brook").would()).isEqualTo("58.00");
        assertThat(results.get("cedar").delta()).isEqualTo("1.00");
    }

    @Test
    void what_is_folded_says_the_same_as_the_events_and_aggregates_of_another_life_are_not_used() {
        WhatIf folded = done(begin(DRAFT, List.of()));
        // Each state says that it was folded with another layout.
        world.sql("UPDATE series SET state = regexp_replace(state, '^1:132:.{32}', '1:132:' || repeat('0', 32))");

        WhatIf fromEvents = done(begin(DRAFT, List.of()));

        assertThat(fromEvents.progress().events()).isEqualTo(40);
        assertThat(results(fromEvents)).hasSize(3).isEqualTo(results(folded));
    }

    @Test
    void a_draft_that_tells_usage_apart_otherwise_reads_the_events() {
        String byOutcome = """
                {"key": "developer", "name": "Developer", "currency": "USD", "cadence": {"unit": "MONTH", "count": 1},
                 "charges": [{"key": "calls", "kind": "USAGE", "meter": "calls", "price": {"model": "matrix",
                   "dimensions": ["outcome"], "rows": [{"match": {"outcome": "ok"},
                   "price": {"model": "per_unit", "unitPrice": "0.30"}}],
                   "otherwise": {"model": "per_unit", "unitPrice": "0.10"}}}]}""";

        WhatIf whatIf = done(begin(byOutcome, List.of()));

        assertThat(whatIf.progress().events()).isEqualTo(40);
        // What was comes from the aggregates all the same.
        results(whatIf)
                .forEach((customer, result) ->
                        assertThat(result.was()).as(customer).isEqualByComparingTo(billed(customer)));
        assertThat(results(whatIf).get("brook").would()).isEqualTo("12.00");
        assertThat(results(whatIf).get("cedar").would()).isZero();
    }

    @Test
    void a_draft_that_prices_each_transaction_reads_the_events_because_no_transaction_was_kept() {
        String perCall = """
                {"key": "developer", "name": "Developer", "currency": "USD", "cadence": {"unit": "MONTH", "count": 1},
                 "charges": [{"key": "calls", "kind": "USAGE", "meter": "calls", "price": {"model": "percentage",
                   "rate": "0.50", "fixedFee": "1.00"}}]}""";

        WhatIf whatIf = done(begin(perCall, List.of()));

        // Half of 1 and 1.00 for each of 40 calls.
        assertThat(results(whatIf).get("brook").would()).isEqualTo("60.00");
    }

    @Test
    void winners_and_losers_are_told_apart_and_listed_the_most_first() {
        WhatIf whatIf = done(begin(DRAFT, List.of()));

        List<Result> winners = whatIfs.results(whatIf.id(), Choice.WINNERS, Optional.empty(), 10);
        List<Result> losers = whatIfs.results(whatIf.id(), Choice.LOSERS, Optional.empty(), 10);
        Total total = whatIfs.totals(whatIf.id()).getFirst();

        assertThat(winners).extracting(Result::customerId).containsExactly("brook");
        assertThat(losers).extracting(Result::customerId).containsExactly("cedar", "acme");
        assertThat(whatIfs.results(whatIf.id(), Choice.LOSERS, Optional.of(losers.getFirst()), 10))
                .extracting(Result::customerId)
                .containsExactly("acme");
        assertThat(total.winners()).isEqualTo(1);
        assertThat(total.losers()).isEqualTo(2);
        assertThat(total.would().subtract(total.was()))
                .isEqualByComparingTo(
                        results(whatIf).values().stream().map(Result::delta).reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    @Test
    void the_plan_as_it_is_changes_nothing_and_touches_no_line() {
        Map<String, String> before = world.digests();
        String same = new PriceBookCodec()
                .write(world.catalog()
                        .view()
                        .newest("developer")
                        .orElseThrow()
                        .plan()
                        .plan());

        WhatIf whatIf = done(begin(same, List.of()));

        assertThat(results(whatIf).values())
                .allSatisfy(one -> assertThat(one.delta()).isZero());
        assertThat(world.digests()).isEqualTo(before);
    }

    @Test
    void chosen_customers_alone_are_computed() {
        WhatIf whatIf = done(begin(DRAFT, List.of("cedar", "nobody")));

        assertThat(results(whatIf)).containsOnlyKeys("cedar");
        assertThat(whatIf.progress().of()).isEqualTo(1);
    }

    @Test
    void what_is_killed_in_the_middle_goes_on_and_counts_nobody_twice() {
        for (int i = 0; i < 30; i++) {
            world.subscribe("more-%02d".formatted(i));
        }
        world.run();
        WhatIf begun = begin(DRAFT, List.of());

        assertThat(whatIfs.step()).isTrue();
        WhatIf half = whatIfs.find(begun.id()).orElseThrow();
        assertThat(half.state()).isEqualTo(State.RUNNING);
        assertThat(half.progress().customers()).isEqualTo(20);
        // Another process: nothing but the tables is left of the first one. A step that fails leaves nothing behind.
        world.sql("ALTER TABLE what_if_result ADD CONSTRAINT none CHECK (false) NOT VALID");
        assertThatThrownBy(() -> whatIfs.step()).isInstanceOf(RuntimeException.class);
        world.sql("ALTER TABLE what_if_result DROP CONSTRAINT none");
        whatIfs = new WhatIfs(new PgWhatIfStore(world.pool()), world.catalog(), world.store(), world::now, 20);
        WhatIf whole = done(begun);

        assertThat(whole.state()).isEqualTo(State.COMPLETED);
        assertThat(whole.progress().customers()).isEqualTo(33);
        assertThat(results(whole)).hasSize(33);
    }

    @Test
    void a_process_that_is_killed_in_the_middle_of_its_transaction_is_continued_by_the_next() throws Exception {
        for (int i = 0; i < 50; i++) {
            world.subscribe("more-%02d".formatted(i));
        }
        world.run();
        WhatIf undisturbed = done(begin(DRAFT, List.of()));
        WhatIf begun = begin(DRAFT, List.of());

        // The first twenty customers are committed, the next twenty are not; then the same with what is left.
        assertThat(killed(CrashPoint.RATING_COMMAND_BEFORE_COMMIT, 2)).isEqualTo(137);
        assertThat(whatIfs.find(begun.id()).orElseThrow().progress().customers())
                .isEqualTo(20);
        assertThat(killed(CrashPoint.RATING_COMMAND_AFTER_COMMIT, 1)).isEqualTo(137);
        WhatIf half = whatIfs.find(begun.id()).orElseThrow();
        assertThat(half.progress().customers()).isEqualTo(40);
        assertThat(half.state()).isEqualTo(State.RUNNING);
        WhatIf whole = done(begun);

        assertThat(whole.state()).isEqualTo(State.COMPLETED);
        assertThat(whole.progress()).isEqualTo(undisturbed.progress());
        assertThat(results(whole)).hasSize(53).isEqualTo(results(undisturbed));
    }

    /** A process of its own computes until it is gone as after {@code kill -9}, with whatever it holds. */
    private int killed(CrashPoint point, int time) throws IOException, InterruptedException {
        TestDatabase place = world.database().place();
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-D" + CrashPoint.PROPERTY + "=" + point.label() + ":" + time,
                        "-cp",
                        System.getProperty("java.class.path"),
                        WhatIfProcess.class.getName(),
                        place.name(),
                        place.host(),
                        Integer.toString(place.port())))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void one_that_is_stopped_keeps_its_results_and_does_not_go_on() {
        WhatIf begun = begin(DRAFT, List.of());
        whatIfs.cancel(begun.id());

        WhatIf stopped = done(begun);

        assertThat(stopped.state()).isEqualTo(State.CANCELLED);
        assertThat(results(stopped)).isEmpty();
    }

    @Test
    void a_draft_with_findings_is_refused() {
        assertThatThrownBy(() -> begin(DRAFT.replace("\"meter\": \"calls\"", "\"meter\": \"unknown\""), List.of()))
                .isInstanceOf(PriceLanguageRefused.class);
    }

    @Test
    void a_life_that_the_draft_does_not_fit_is_listed_with_the_reason() {
        world.change("sub-cedar", """
                {"at":"2026-11-16","price":{"charge":"models","price":{"model":"per_unit","unitPrice":"0.3"}}}""");
        world.run();

        WhatIf whatIf = done(begin(DRAFT, List.of()));

        assertThat(whatIfs.unknown(whatIf.id())).isEqualTo(1);
        assertThat(whatIfs.results(whatIf.id(), Choice.UNKNOWN, Optional.empty(), 10))
                .singleElement()
                .satisfies(one -> assertThat(one.customerId()).isEqualTo("cedar"))
                .satisfies(one -> assertThat(one.problem()).isPresent());
    }
}
