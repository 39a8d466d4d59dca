package io.tallystick.demo.oracle;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * What the oracle says about a close.
 *
 * @param accepted how many events the door accepted
 * @param dispositions how many of them must end in each disposition
 * @param invoices the lines of each customer
 */
public record OracleResult(long accepted, Map<String, Long> dispositions, Map<String, List<OracleLine>> invoices) {

    /** The total of a customer's invoice: the sum of its lines in cents. */
    public BigDecimal total(String customerId) {
        BigDecimal total = BigDecimal.ZERO;
        for (OracleLine line : invoices.get(customerId)) {
            total = total.add(line.amount());
        }
        return total;
    }
}
