package io.tallystick.rating.pricing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A price for each combination of dimension values. With rows {@code accelerator=cpu} at 0.000020 and {@code
 * accelerator=gpu-t4} at 0.000180, 50,000 seconds of cpu and 1,000 of gpu-t4 cost 1.00 + 0.18 = 1.18.
 *
 * <p>A combination belongs to the first row of which it has every value, and to {@code otherwise} if there is none. The
 * price of a row is applied once, to the sum of the row. An allowance around a matrix is used up by the rows in their
 * order, {@code otherwise} last.
 *
 * @param dimensions the dimensions that decide
 * @param rows in the order in which they are tried
 * @param otherwise the price of every other combination
 */
public record Matrix(List<String> dimensions, List<Row> rows, Optional<Price> otherwise) implements Price {
    /** Copies the lists. */
    public Matrix {
        dimensions = List.copyOf(dimensions);
        rows = List.copyOf(rows);
    }

    @Override
    public PriceModel model() {
        return PriceModel.MATRIX;
    }

    @Override
    public Priced price(Usage usage) {
        return Tariff.of(this).rate(usage);
    }

    /** Whether the price says what this combination costs. */
    public boolean covers(Map<String, String> values) {
        return otherwise.isPresent() || rows.stream().anyMatch(row -> row.matches(values));
    }

    /** The quantity of each row in its order, rows without usage included, so that their flat parts are charged. */
    List<Cell> cells(Usage usage) {
        List<BigDecimal> sums = new ArrayList<>(rows.size());
        rows.forEach(_ -> sums.add(BigDecimal.ZERO));
        BigDecimal rest = null;
        for (Usage.Group group : groups(usage)) {
            int row = rowOf(group.dimensions());
            if (row >= 0) {
                sums.set(row, sums.get(row).add(group.quantity()));
            } else {
                rest = rest == null ? group.quantity() : rest.add(group.quantity());
            }
        }
        List<Cell> cells = new ArrayList<>(rows.size() + 1);
        for (int i = 0; i < rows.size(); i++) {
            cells.add(new Cell(rows.get(i).label(), rows.get(i).price(), sums.get(i)));
        }
        if (rest != null) {
            cells.add(new Cell("otherwise", otherwise.orElseThrow(() -> noRow(usage)), rest));
        }
        return cells;
    }

    private static List<Usage.Group> groups(Usage usage) {
        return switch (usage) {
            case Usage.Groups groups -> groups.groups();
            case Usage.Quantity quantity when quantity.total().signum() == 0 -> List.of();
            case Usage.Quantity quantity -> List.of(new Usage.Group(Map.of(), quantity.total()));
            case Usage.Transactions transactions -> List.of(new Usage.Group(Map.of(), transactions.total()));
        };
    }

    private int rowOf(Map<String, String> values) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).matches(values)) {
                return i;
            }
        }
        return -1;
    }

    private NotPriced noRow(Usage usage) {
        String first = groups(usage).stream()
                .map(Usage.Group::dimensions)
                .filter(values -> rowOf(values) < 0)
                .map(values -> new TreeMap<>(values).toString())
                .findFirst()
                .orElse("{}");
        return new NotPriced(
                "no_matrix_row", "No row of the matrix has a price for " + first + ", and there is no otherwise.");
    }

    @Override
    public void check(Findings findings) {
        if (dimensions.isEmpty()) {
            findings.at("dimensions").add("dimensions_missing", null, "at least one dimension must decide");
        }
        for (int i = 0; i < rows.size(); i++) {
            checkRow(i, findings.at("rows").at(i));
        }
        if (otherwise.isEmpty()) {
            findings.at("otherwise")
                    .uncovered(
                            "matrix_gap", null, "a combination that no row names would have no price; add otherwise");
        }
        otherwise.ifPresent(price -> checkCell(price, findings.at("otherwise")));
    }

    private void checkRow(int index, Findings findings) {
        Row row = rows.get(index);
        for (String dimension : new TreeMap<>(row.match()).keySet()) {
            if (!dimensions.contains(dimension)) {
                findings.at("match")
                        .at(dimension)
                        .add(
                                "unknown_dimension",
                                dimension,
                                "must be one of the dimensions of the matrix " + dimensions);
            }
        }
        for (Row before : rows.subList(0, index)) {
            if (row.match().entrySet().containsAll(before.match().entrySet())) {
                findings.at("match")
                        .add(
                                "row_unreachable",
                                row.label(),
                                "the row '" + before.label() + "' before it takes all of it");
                break;
            }
        }
        checkCell(row.price(), findings.at("price"));
    }

    private static void checkCell(Price price, Findings findings) {
        switch (price) {
            case Flat _, PerUnit _, Graduated _, Volume _, PackagePrice _, Stairstep _, GraduatedPercentage _ -> {}
            case Percentage percentage when !percentage.needsTransactions() -> {}
            case Percentage _, Matrix _, Dynamic _ ->
                findings.at("model")
                        .add(
                                "model_not_in_matrix",
                                price.model().code(),
                                "a row of a matrix prices a quantity; this model needs more than that");
        }
        price.check(findings);
    }

    /**
     * One row.
     *
     * @param match the values that a combination must have, by dimension
     * @param price of the row
     */
    public record Row(Map<String, String> match, Price price) {
        /** Copies the map. */
        public Row {
            match = Map.copyOf(match);
        }

        boolean matches(Map<String, String> values) {
            return values.entrySet().containsAll(match.entrySet());
        }

        String label() {
            return new TreeMap<>(match)
                    .entrySet().stream()
                            .map(pair -> pair.getKey() + "=" + pair.getValue())
                            .collect(Collectors.joining(" "));
        }
    }

    /** A row, or {@code otherwise}, with the usage that fell into it. */
    record Cell(String label, Price price, BigDecimal quantity) {}
}
