package io.tallystick.demo;

import io.tallystick.demo.DemoEvent.Sort;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What one customer does in October 2026: busy on working days, quiet at night and at the weekend, in its own zone. */
final class Traffic {
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 10, 1);
    private static final LocalDate NEXT_MONTH = LocalDate.of(2026, 11, 1);
    private static final int[] BUSY_HOURS = {
        1, 1, 1, 1, 1, 2, 3, 6, 10, 12, 12, 11, 9, 11, 12, 12, 10, 8, 5, 4, 3, 3, 2, 1
    };
    private static final List<Tool> TOOLS = List.of(
            new Tool("files", "read_file"),
            new Tool("files", "search_files"),
            new Tool("search", "search_documents"),
            new Tool("search", "search_documents"),
            new Tool("search", "summarise_page"),
            new Tool("sql", "run_query"),
            new Tool("sql", "describe_table"),
            new Tool("tickets", "create_issue"),
            new Tool("tickets", "list_issues"),
            new Tool("mail", "draft_reply"),
            new Tool("maps", "geocode_address"),
            new Tool("calendar", "find_free_slot"));
    private static final List<String> MODELS =
            List.of("llama-3.3-70b", "mistral-small-3", "qwen-2.5-32b", "gemma-3-27b", "granite-3.2-8b", "phi-4");
    private static final List<String> ACCELERATORS =
            List.of("cpu", "cpu", "cpu", "cpu", "cpu", "cpu", "gpu-t4", "gpu-t4", "gpu-a100");

    private final DemoCustomer customer;
    private final SplittableRandom random;
    private final List<LocalDate> days = new ArrayList<>();
    private final EventText text;

    Traffic(DemoCustomer customer, SplittableRandom random) {
        this.customer = customer;
        this.random = random;
        this.text = new EventText(random);
        LocalDate first = customer.start().isAfter(FIRST_DAY) ? customer.start() : FIRST_DAY;
        for (LocalDate day = first; day.isBefore(NEXT_MONTH); day = day.plusDays(1)) {
            int weight = day.getDayOfWeek().getValue() <= 5 ? 3 : 1;
            for (int i = 0; i < weight; i++) {
                days.add(day);
            }
        }
    }

    /** Everything that the customer sends for the first time, in no order. */
    List<DemoEvent> events() {
        List<DemoEvent> events = new ArrayList<>();
        for (int i = 0; i < customer.volume().calls(); i++) {
            events.add(call(someTime()));
        }
        for (int i = 0; i < customer.volume().compute(); i++) {
            events.add(compute(someTime()));
        }
        addStorage(events);
        for (int i = 0; i < customer.volume().consulting(); i++) {
            events.add(consulting(someTime()));
        }
        // The two sides of the end of the month: the last microsecond is October's, midnight is November's.
        Instant end = midnight(NEXT_MONTH);
        events.add(call(end.minus(1, ChronoUnit.MICROS)));
        events.add(call(end));
        return events;
    }

    /** A compute event of the month that nobody sent in time. */
    DemoEvent forgotten() {
        Instant at = someTime();
        return DemoEvent.accepted(Sort.LATE, customer.id(), at, text.compute(customer.id(), at, seconds(), "gpu-a100"));
    }

    private DemoEvent call(Instant at) {
        Tool tool = pick(TOOLS);
        // Small customers try few models, large ones all.
        String model = MODELS.get(random.nextInt(customer.tier() == Tier.COMMUNITY ? 1 : MODELS.size() - 2));
        int luck = random.nextInt(100);
        String outcome = luck < 95 ? "ok" : luck < 99 ? "error" : "cancelled";
        int milliseconds = 20 + random.nextInt(2_000);
        String json = text.call(customer.id(), at, tool, model, outcome, milliseconds);
        return DemoEvent.accepted(Sort.FIRST, customer.id(), at, json);
    }

    private DemoEvent compute(Instant at) {
        String accelerator = customer.tier() == Tier.COMMUNITY ? "cpu" : pick(ACCELERATORS);
        String json = text.compute(customer.id(), at, seconds(), accelerator);
        return DemoEvent.accepted(Sort.FIRST, customer.id(), at, json);
    }

    private void addStorage(List<DemoEvent> events) {
        BigDecimal ceiling = BigDecimal.valueOf(
                switch (customer.tier()) {
                    case COMMUNITY -> 2;
                    case DEVELOPER -> 40;
                    case PROFESSIONAL -> 400;
                    case ENTERPRISE -> 4_000;
                });
        for (int i = 0; i < customer.volume().storage(); i++) {
            Instant at = someTime();
            BigDecimal gigabytes = ceiling.multiply(BigDecimal.valueOf(random.nextInt(10_000), 4));
            String storageClass = random.nextInt(4) == 0 ? "archive" : "standard";
            String json = text.storage(customer.id(), at, gigabytes, storageClass);
            events.add(DemoEvent.accepted(Sort.FIRST, customer.id(), at, json));
        }
    }

    private DemoEvent consulting(Instant at) {
        // Rarely a whole quarter of an hour, so that the started one shows.
        BigDecimal hours = BigDecimal.valueOf(5L + random.nextInt(780), 2);
        String json = text.consulting(customer.id(), at, hours);
        return DemoEvent.accepted(Sort.FIRST, customer.id(), at, json);
    }

    private BigDecimal seconds() {
        int longest = switch (customer.tier()) {
            case COMMUNITY -> 60_000;
            case DEVELOPER -> 600_000;
            // Batch jobs of up to six hours, so that one customer reaches the volume discount.
            case PROFESSIONAL, ENTERPRISE -> 21_600_000;
        };
        return BigDecimal.valueOf(1L + random.nextInt(longest), 3);
    }

    private Instant someTime() {
        LocalDate day = pick(days);
        int total = 0;
        for (int weight : BUSY_HOURS) {
            total += weight;
        }
        int left = random.nextInt(total);
        int hour = 0;
        while (left >= BUSY_HOURS[hour]) {
            left -= BUSY_HOURS[hour];
            hour++;
        }
        LocalTime time = LocalTime.of(hour, random.nextInt(60), random.nextInt(60), random.nextInt(1_000_000) * 1_000);
        return LocalDateTime.of(day, time).atZone(customer.zone()).toInstant();
    }

    private Instant midnight(LocalDate day) {
        return day.atStartOfDay(customer.zone()).toInstant();
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** A tool and the MCP server that offers it. */
    record Tool(String server, String name) {}
}
