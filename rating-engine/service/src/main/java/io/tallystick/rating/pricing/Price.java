package io.tallystick.rating.pricing;

/**
 * A price: the closed set of models of the price language. Each record is one file that holds its parameters, its
 * arithmetic and the rules that a price book must keep; a new model is a new file here and a compile error wherever
 * someone must decide about it.
 */
public sealed interface Price
        permits Flat,
                PerUnit,
                Graduated,
                Volume,
                PackagePrice,
                Stairstep,
                Percentage,
                GraduatedPercentage,
                Matrix,
                Dynamic {

    /** The name of the model in the price language. */
    PriceModel model();

    /**
     * Prices what is billable, that is after conversion and allowance. Exact; the steps add up to the amount.
     *
     * @throws NotPriced if the price says nothing about this usage, for instance beyond a last tier that is not open
     */
    Priced price(Usage usage);

    /** Reports every rule that the parameters break. */
    void check(Findings findings);
}
