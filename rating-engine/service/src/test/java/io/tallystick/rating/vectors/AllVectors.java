package io.tallystick.rating.vectors;

import io.tallystick.rating.vectors.VectorSuite.Translation;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Every published case that our rules cover, against one simulator, and the table of how many there are. */
public final class AllVectors {
    private final List<Kind> kinds;

    /** The cases as questions to a simulator. */
    public AllVectors(Simulator simulator) {
        this.kinds = List.of(
                kind("pricing", "pricing", "pricing-", new PricingVectors(simulator)::check),
                kind("aggregation", "aggregation", "agg-", new AggregationVectors(simulator)::check),
                kind("periods", "billing_periods", "period-", new PeriodVectors(simulator)::check),
                kind("proration", "proration", "proration-", new ProrationVectors(simulator)::check),
                kind("credits, commitments", "credits_commitments", "cred-", new CreditVectors(simulator)::check),
                kind("taxes", "taxes", "tax-", new TaxVectors(simulator)::check));
    }

    private static Kind kind(String name, String file, String prefix, Translation translation) {
        return new Kind(name, VectorSuite.of(file + ".json"), prefix, translation);
    }

    /** The kinds in the order of the table. */
    List<Kind> kinds() {
        return kinds;
    }

    /** All of them. */
    public Stream<DynamicTest> tests() {
        return kinds.stream().flatMap(Kind::tests);
    }

    /**
     * Runs every case and counts.
     *
     * <pre>
     * kind                    cases   passed  excluded
     * pricing                   112      105         7
     * </pre>
     *
     * @throws Throwable the first case that fails
     */
    public String table() throws Throwable {
        StringBuilder table = new StringBuilder(row("kind", "cases", "passed", "excluded"));
        int[] sum = new int[3];
        for (Kind kind : kinds) {
            int passed = 0;
            for (DynamicTest test : (Iterable<DynamicTest>) kind.tests()::iterator) {
                test.getExecutable().execute();
                passed++;
            }
            int cases = kind.suite().size();
            table.append(row(kind.name(), cases, passed, cases - passed));
            sum[0] += cases;
            sum[1] += passed;
            sum[2] += cases - passed;
        }
        return table.append(row("all", sum[0], sum[1], sum[2])).toString();
    }

    private static String row(Object kind, Object cases, Object passed, Object excluded) {
        return "%-22s %7s %8s %9s%n".formatted(kind, cases, passed, excluded);
    }

    /**
     * Cases of one kind.
     *
     * @param name in the table
     * @param suite the file of cases
     * @param prefix of their ids
     * @param translation what turns a case into questions
     */
    record Kind(String name, VectorSuite suite, String prefix, Translation translation) {
        Stream<DynamicTest> tests() {
            return suite.tests(translation);
        }
    }
}
