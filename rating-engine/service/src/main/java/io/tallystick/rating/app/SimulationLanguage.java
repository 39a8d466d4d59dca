package io.tallystick.rating.app;

/**
 * The requests of the simulations in JSON. Every method throws {@link PriceLanguageRefused} with all findings at once.
 */
public interface SimulationLanguage {

    /** Reads the body of {@code POST /v1/simulations/price}. */
    PriceSimulation.Request readPriceSimulation(String json);

    /** Reads the body of {@code POST /v1/simulations/aggregation}. */
    AggregationSimulation.Request readAggregationSimulation(String json);

    /** Reads the body of {@code POST /v1/simulations/periods}. */
    PeriodSimulation.Request readPeriodSimulation(String json);

    /**
     * Reads the body of {@code POST /v1/simulations/bill}.
     *
     * @param published the plans and meters that it may name
     */
    BillSimulation.Request readBillSimulation(String json, CatalogView published);
}
