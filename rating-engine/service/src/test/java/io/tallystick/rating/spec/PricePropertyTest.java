package io.tallystick.rating.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.rating.app.PriceLanguage;
import io.tallystick.rating.catalog.Plan;
import io.tallystick.rating.config.pricebook.PriceBookCodec;
import io.tallystick.rating.vectors.PureSimulator;
import io.tallystick.rating.vectors.Simulator;
import io.tallystick.rating.verify.NaivePricing;
import io.tallystick.rating.verify.Rational;
import io.tallystick.schemas.money.CurrencyUnit;
import java.math.BigDecimal;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Random prices and quantities; a failure prints the seed and the request. */
class PricePropertyTest {
    private static final long SEED = 20261101L;
    private static final int ROUNDS = Integer.getInteger("tally.rounds", 1_000);

    private final Simulator simulator = new PureSimulator();

    @Test
    void every_price_equals_the_naive_reference_and_is_rounded_once() {
        forAll(request -> {
            Rational naive = NaivePricing.price(request);
            JsonNode answer = simulator.post("price", request);

            assertEquals(
                    0,
                    new BigDecimal(naive.cutAt(30)).compareTo(decimal(answer, "unroundedAmount")),
                    () -> said(request, answer) + " naive " + naive.cutAt(30));
            int digits = CurrencyUnit.of(answer.get("currency").textValue()).minorDigits();
            assertEquals(
                    naive.times(Rational.tenTo(digits))
                            .halfAway()
                            .over(Rational.tenTo(digits))
                            .cutAt(digits)
                            .replaceFirst("^-(0(?:\\.0+)?)$", "$1"),
                    answer.get("amount").textValue(),
                    () -> said(request, answer));
        });
    }

    @Test
    void the_steps_add_up_to_the_exact_amount() {
        forAll(request -> {
            JsonNode answer = simulator.post("price", request);
            BigDecimal sum = BigDecimal.ZERO;
            for (JsonNode step : answer.get("steps")) {
                sum = sum.add(decimal(step, "amount"));
            }
            assertEquals(0, sum.compareTo(decimal(answer, "unroundedAmount")), () -> said(request, answer));
        });
    }

    /** DESIGN rule 5: what is billed on the way to a quantity sums to what the quantity costs at once. */
    @Test
    void rating_0_to_n_and_then_n_to_m_equals_rating_0_to_m() {
        Random random = new Random(SEED);
        RandomPrices prices = new RandomPrices(random);
        for (int round = 0; round < ROUNDS; round++) {
            ObjectNode request = prices.withQuantity();
            BigDecimal whole = new BigDecimal(request.get("quantity").textValue());
            TreeSet<BigDecimal> stops = new TreeSet<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                stops.add(whole.multiply(BigDecimal.valueOf(random.nextInt(100), 2)));
            }
            stops.add(whole);
            BigDecimal exact = BigDecimal.ZERO;
            BigDecimal shown = BigDecimal.ZERO;
            BigDecimal exactBefore = BigDecimal.ZERO;
            BigDecimal shownBefore = BigDecimal.ZERO;
            JsonNode answer = null;
            for (BigDecimal stop : stops) {
                answer = simulator.post("price", request.put("quantity", stop.toPlainString()));
                exact = exact.add(decimal(answer, "unroundedAmount").subtract(exactBefore));
                shown = shown.add(decimal(answer, "amount").subtract(shownBefore));
                exactBefore = decimal(answer, "unroundedAmount");
                shownBefore = decimal(answer, "amount");
            }
            String said = said(request, answer);
            JsonNode atOnce = simulator.post(
                    "price", request.put("quantity", stops.getLast().toPlainString()));
            assertEquals(0, exact.compareTo(decimal(atOnce, "unroundedAmount")), said);
            assertEquals(0, shown.compareTo(decimal(atOnce, "amount")), said);
        }
    }

    @Test
    void a_plan_that_is_written_and_read_again_is_the_same_plan() {
        PriceLanguage language = new PriceBookCodec();
        forAll(request -> {
            ObjectNode plan = request.objectNode();
            plan.put("key", "p").put("currency", "USD");
            ObjectNode charge = plan.putArray("charges").addObject();
            charge.put("key", "c").put("kind", "USAGE").put("meter", "m");
            for (String field : new String[] {"price", "allowance", "transform", "minimum", "maximum"}) {
                if (request.has(field)) {
                    charge.set(field, request.get(field));
                }
            }
            Plan read = language.readPlan(plan.toString());
            String written = language.write(read);

            assertEquals(read, language.readPlan(written), written);
            assertEquals(written, language.write(language.readPlan(written)));
        });
    }

    private static void forAll(Consumer<ObjectNode> property) {
        Random random = new Random(SEED);
        RandomPrices prices = new RandomPrices(random);
        for (int round = 0; round < ROUNDS; round++) {
            property.accept(
                    switch (round % 4) {
                        case 0 -> prices.withTransactions();
                        case 1 -> prices.withGroups();
                        default -> prices.withQuantity();
                    });
        }
    }

    private static BigDecimal decimal(JsonNode node, String field) {
        return new BigDecimal(node.get(field).textValue());
    }

    private static String said(JsonNode request, JsonNode answer) {
        return "seed " + SEED + "\n" + request.toPrettyString() + "\n" + answer.toPrettyString();
    }
}
