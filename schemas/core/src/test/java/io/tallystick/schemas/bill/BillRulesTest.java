package io.tallystick.schemas.bill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tallystick.schemas.money.Money;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Discounts, taxes and credits of a bill, rule by rule. */
class BillRulesTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "percentages one after the other           | 49.00                    | INVOICE 60%; INVOICE 60%              | 29.40, 11.76 | 7.84",
                "percentages before fixed amounts          | 100.00                   | INVOICE 10.00; INVOICE 10%            | 10.00, 10.00 | 80.00",
                "lines before the invoice                  | 100.00 a, 100.00 b       | INVOICE 10%; LINE 50.00 of a          | 50.00, 15.00 | 45.00, 90.00",
                "a fixed amount comes off each line        | 100.00 a, 30.00 b        | LINE 40.00                            | 70.00        | 60.00, 0.00",
                "never more than there is                  | 100.00                   | INVOICE 80.00; INVOICE 50.00          | 80.00, 20.00 | 0.00",
                "the whole can go                          | 100.00                   | INVOICE 100%                          | 100.00       | 0.00",
                "a fixed amount is spread                  | 3.33, 3.33, 3.34         | INVOICE 1.00                          | 1.00         | 3.00, 3.00, 3.00",
                "only the lines of the scope               | 10.00 a, 20.00 b         | INVOICE 50% of a                      | 5.00         | 5.00, 20.00",
                "a correction lowers the sum only          | 100.00 a, -20.00 b       | INVOICE 10%                           | 8.00         | 92.00, -20.00",
                "nothing comes off a credit                | -20.00                   | INVOICE 10%; LINE 5.00; INVOICE 5.00  | 0.00, 0.00, 0.00 | -20.00",
                "nothing comes off nothing                 | 0.00                     | INVOICE 5.00                          | 0.00         | 0.00",
                "rounded half up once on the sum           | 0.05, 0.05               | INVOICE 5%                            | 0.01         | 0.04, 0.05",
                "below the first step nothing              | 999.99                   | INVOICE volume 1000:5% 5000:10%       | 0.00         | 999.99",
                "at a step its rate on the whole sum       | 1000.00                  | INVOICE volume 1000:5% 5000:10%       | 50.00        | 950.00",
                "the highest step that is reached          | 6000.00                  | INVOICE volume 1000:5% 5000:10%       | 600.00       | 5400.00",
                "whatever the order of the steps           | 6000.00                  | INVOICE volume 5000:10% 1000:5%       | 600.00       | 5400.00",
            })
    void discounts(String rule, String lines, String discounts, String taken, String left) {
        List<BillItem> items = BillNotation.items(lines);

        Discounts.Discounted said = Discounts.apply(BillNotation.USD, items, BillNotation.discounts(discounts));

        assertEquals(
                taken,
                BillNotation.said(
                        said.applied().stream().map(Discounts.Applied::amount).toList()),
                rule);
        assertEquals(left, BillNotation.said(said.left()), rule);
        for (Discounts.Applied one : said.applied()) {
            assertEquals(one.amount(), sum(one.perItem()), rule);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "two beside each other           | 10.00              | 10%; 12%            | RATE | 1.00, 1.20   | 10.00 2.20 12.20    | 12.20",
                "rounded once on the sum         | 0.33, 0.33, 0.33   | 10%                 | RATE | 0.10         | 0.99 0.10 1.09      | 0.37, 0.36, 0.36",
                "rounded on each line            | 0.33, 0.33, 0.33   | 10%                 | LINE | 0.09         | 0.99 0.09 1.08      | 0.36, 0.36, 0.36",
                "half a cent goes up             | 0.50               | 1%                  | RATE | 0.01         | 0.50 0.01 0.51      | 0.51",
                "contained in the amount         | 119.00             | 19% inclusive       | RATE | 19.00        | 100.00 19.00 119.00 | 119.00",
                "two contained taxes             | 130.00             | 10% inclusive; 20% inclusive | RATE | 10.00, 20.00 | 100.00 30.00 130.00 | 130.00",
                "contained, and one on top       | 110.00             | 10% inclusive; 5%   | RATE | 10.00, 5.00  | 100.00 15.00 115.00 | 115.00",
                "a tax on a tax                  | 100.00             | 10%; 5% compound    | RATE | 10.00, 5.50  | 100.00 15.50 115.50 | 115.50",
                "on a tax of other lines nothing | 100.00 a, 100.00 b | 10% of a; 5% compound | RATE | 10.00, 10.50 | 200.00 20.50 220.50 | 115.50, 105.00",
                "only the lines of the scope     | 10.00 a, 20.00 b   | 10% of b            | RATE | 2.00         | 30.00 2.00 32.00    | 10.00, 22.00",
                "an exempt bill                  | 10.00              | 0%                  | RATE | 0.00         | 10.00 0.00 10.00    | 10.00",
                "no tax at all                   | 10.00              | ''                  | RATE | ''           | 10.00 0.00 10.00    | 10.00",
                "a credit gives its tax back     | 100.00, -40.00     | 10%                 | RATE | 6.00         | 60.00 6.00 66.00    | 110.00, -44.00",
                "the difference to the largest   | 0.14, -0.03, 0.24  | 10%                 | RATE | 0.04         | 0.35 0.04 0.39      | 0.15, -0.03, 0.27",
                "a sum of nothing                | 0.04, -0.04        | 10%                 | RATE | 0.00         | 0.00 0.00 0.00      | 0.04, -0.04",
            })
    void taxes(String rule, String lines, String taxes, Taxes.Per per, String amounts, String totals, String gross) {
        List<BillItem> items = BillNotation.items(lines);

        Taxes.Taxed said = Taxes.compute(BillNotation.USD, items, BillNotation.taxes(taxes), per);

        assertEquals(
                amounts,
                BillNotation.said(
                        said.applied().stream().map(Taxes.Applied::amount).toList()),
                rule);
        assertEquals(
                totals,
                BillNotation.said(List.of(said.net(), said.tax(), said.gross())).replace(",", ""),
                rule);
        assertEquals(gross, BillNotation.said(said.perItem()), rule);
        assertEquals(said.gross(), sum(said.perItem()), rule);
        for (Taxes.Applied one : said.applied()) {
            assertEquals(one.amount(), sum(one.perItem()), rule);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "the lowest number first     | 60.00            | x 50.00 priority 20; y 50.00 priority 10        | y 50.00 left 0.00, x 10.00 left 40.00 | 0.00",
                "then the earliest expiry    | 60.00            | x 50.00; y 50.00 until 2027-01-01               | y 50.00 left 0.00, x 10.00 left 40.00 | 0.00",
                "then granted before bought  | 60.00            | x 50.00 bought; y 50.00                         | y 50.00 left 0.00, x 10.00 left 40.00 | 0.00",
                "then the oldest             | 60.00            | x 50.00 since 2026-02-01; y 50.00 since 2026-01-01 | y 50.00 left 0.00, x 10.00 left 40.00 | 0.00",
                "then by id                  | 60.00            | y 50.00; x 50.00                                | x 50.00 left 0.00, y 10.00 left 40.00 | 0.00",
                "what is left is due         | 60.00            | x 50.00                                         | x 50.00 left 0.00 | 10.00",
                "expired at the cut-off      | 60.00            | x 50.00 until 2026-12-01                        | ''                | 60.00",
                "a day longer                | 60.00            | x 50.00 until 2026-12-02                        | x 50.00 left 0.00 | 10.00",
                "an empty one                | 60.00            | x 0.00                                          | ''                | 60.00",
                "another currency            | 60.00            | x 50.00 EUR                                     | ''                | 60.00",
                "only for its lines          | 10.00 a, 60.00 b | x 50.00 of a                                    | x 10.00 left 40.00 | 60.00",
                "lines in their order        | 10.00 a, 60.00 b | x 50.00; y 15.00 of b                           | x 50.00 left 0.00, y 15.00 left 0.00 | 5.00",
                "a line below zero lowers it | 60.00, -20.00    | x 50.00                                         | x 40.00 left 10.00 | 0.00",
                "a bill below zero           | -20.00           | x 50.00                                         | ''                | -20.00",
                "a bill of nothing           | 0.00             | x 50.00                                         | ''                | 0.00",
            })
    void credits(String rule, String lines, String credits, String used, String due) {
        Credits.Paid said = Credits.apply(
                BillNotation.USD,
                BillNotation.items(lines),
                BillNotation.credits(credits),
                BillNotation.day("2026-12-01"));

        assertEquals(
                used,
                said.used().stream()
                        .map(one -> one.credit().id() + " " + one.amount().value() + " left "
                                + one.left().value())
                        .collect(Collectors.joining(", ")),
                rule);
        assertEquals(due, said.due().value().toPlainString(), rule);
    }

    private static Money sum(List<Money> amounts) {
        return amounts.stream().reduce(Money.zero(BillNotation.USD), Money::plus);
    }
}
