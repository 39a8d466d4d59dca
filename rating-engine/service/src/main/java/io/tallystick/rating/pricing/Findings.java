package io.tallystick.rating.pricing;

import io.tallystick.schemas.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what is wrong with a price book, each finding under the JSON pointer of the field it is about. */
public final class Findings {
    private final String pointer;
    private final List<Finding> all;

    private Findings(String pointer, List<Finding> all) {
        this.pointer = pointer;
        this.all = all;
    }

    /** An empty collection at the root of the document. */
    public static Findings root() {
        return new Findings("", new ArrayList<>());
    }

    /** The same collection, one field deeper. */
    public Findings at(String field) {
        return new Findings(pointer + "/" + field.replace("~", "~0").replace("/", "~1"), all);
    }

    /** The same collection, at an element of a list. */
    public Findings at(int index) {
        return new Findings(pointer + "/" + index, all);
    }

    /** The JSON pointer that findings are added under. */
    public String pointer() {
        return pointer;
    }

    /** Adds a broken rule. */
    public void add(String code, Object value, String rule) {
        all.add(new Finding(pointer, code, value == null ? null : value.toString(), rule, Finding.Weight.BROKEN));
    }

    /** Adds a hole: a price that is right as far as it goes, but does not say what everything costs. */
    public void uncovered(String code, Object value, String rule) {
        all.add(new Finding(pointer, code, value == null ? null : value.toString(), rule, Finding.Weight.UNCOVERED));
    }

    /** Reports a number below zero. */
    void notNegative(String field, BigDecimal value) {
        if (value.signum() < 0) {
            at(field).add("number_negative", Decimals.text(value), "must be 0 or more");
        }
    }

    /** Reports a number below zero, if there is one. */
    void notNegative(String field, Optional<BigDecimal> value) {
        value.ifPresent(given -> notNegative(field, given));
    }

    /** Reports a size that is not greater than zero. */
    public void positive(String field, BigDecimal value) {
        if (value.signum() <= 0) {
            at(field).add("size_not_positive", Decimals.text(value), "must be greater than 0");
        }
    }

    /** Everything found so far, in the order in which it was found. */
    public List<Finding> list() {
        return List.copyOf(all);
    }
}
