package io.tallystick.schemas.bill;

import io.tallystick.schemas.money.CurrencyUnit;
import io.tallystick.schemas.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Bills in words: lines {@code 10.00 a, -2.00 b}, and what stands around them. */
final class BillNotation {
    static final CurrencyUnit USD = CurrencyUnit.of("USD");

    private BillNotation() {}

    static List<BillItem> items(String text) {
        List<BillItem> items = new ArrayList<>();
        for (String item : parts(text, ",")) {
            List<String> words = parts(item, " ");
            Set<String> tags = words.size() > 1 ? Set.of("charge:" + words.get(1)) : Set.of();
            items.add(new BillItem("line-" + items.size(), money(words.getFirst()), tags));
        }
        return items;
    }

    /** {@code LINE 10% of a}, {@code INVOICE 5.00}, {@code INVOICE volume 0:5% 100:10%}. */
    static List<BillDiscount> discounts(String text) {
        return parts(text, ";").stream().map(BillNotation::discount).toList();
    }

    private static BillDiscount discount(String text) {
        List<String> words = parts(text, " ");
        BillDiscount.Off off;
        if (words.get(1).equals("volume")) {
            off = new BillDiscount.Volume(words.subList(2, words.size()).stream()
                    .map(step -> parts(step, ":"))
                    .map(step -> new BillDiscount.Step(new BigDecimal(step.get(0)), rate(step.get(1))))
                    .toList());
        } else if (words.get(1).endsWith("%")) {
            off = new BillDiscount.Percent(rate(words.get(1)));
        } else {
            off = new BillDiscount.Fixed(money(words.get(1)));
        }
        return new BillDiscount(text, text, BillDiscount.Level.valueOf(words.getFirst()), scope(words), off);
    }

    /** {@code 10%}, {@code 19% inclusive}, {@code 1% compound of a}. */
    static List<TaxRate> taxes(String text) {
        return parts(text, ";").stream()
                .map(tax -> parts(tax, " "))
                .map(words -> new TaxRate(
                        words.getFirst(),
                        rate(words.getFirst()),
                        words.contains("inclusive"),
                        words.contains("compound"),
                        scope(words)))
                .toList();
    }

    /** {@code gift 50.00 priority 10 until 2026-12-01 bought of a}. */
    static List<Credit> credits(String text) {
        List<Credit> credits = new ArrayList<>();
        for (String credit : parts(text, ";")) {
            List<String> words = parts(credit, " ");
            CurrencyUnit currency = words.contains("EUR") ? CurrencyUnit.of("EUR") : USD;
            credits.add(new Credit(
                    words.getFirst(),
                    new Money(currency, new BigDecimal(words.get(1))),
                    after(words, "priority").map(Integer::parseInt).orElse(50),
                    after(words, "until").map(BillNotation::day),
                    words.contains("bought") ? Credit.Kind.BOUGHT : Credit.Kind.GRANTED,
                    after(words, "since").map(BillNotation::day).orElse(Instant.EPOCH),
                    scope(words)));
        }
        return credits;
    }

    static Instant day(String date) {
        return LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    static String said(List<Money> amounts) {
        return amounts.stream().map(amount -> amount.value().toPlainString()).collect(Collectors.joining(", "));
    }

    private static Scope scope(List<String> words) {
        return new Scope(
                after(words, "of").map(charge -> Set.of("charge:" + charge)).orElse(Set.of()));
    }

    private static Optional<String> after(List<String> words, String word) {
        int at = words.indexOf(word);
        return at < 0 ? Optional.empty() : Optional.of(words.get(at + 1));
    }

    private static BigDecimal rate(String percent) {
        return new BigDecimal(percent.replace("%", "")).movePointLeft(2);
    }

    private static Money money(String amount) {
        return new Money(USD, new BigDecimal(amount));
    }

    private static List<String> parts(String text, String separator) {
        return Arrays.stream(text.split(separator, -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }
}
