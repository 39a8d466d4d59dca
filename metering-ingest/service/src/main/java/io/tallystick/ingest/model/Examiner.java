package io.tallystick.ingest.model;

import io.tallystick.schemas.usage.EventName;
import io.tallystick.schemas.usage.MeterRules;
import io.tallystick.schemas.usage.ReasonCode;
import io.tallystick.schemas.usage.Refusal;
import io.tallystick.schemas.usage.RefusedException;
import io.tallystick.schemas.usage.UsageEvent;
import io.tallystick.schemas.usage.UsageEventReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides for each event of a request, apart from all others: one bad event does not hold up the good ones. The rules are those by
 * which rating-engine reads the log.
 */
public final class Examiner {
    private final MeterRules rules;
    private final Optional<String> onlyCustomer;
    private final Instant receivedAt;

    /**
     * An examiner for one request.
     *
     * @param rules the meters of the moment
     * @param onlyCustomer whom the sender may send for, if it is bound to one customer
     * @param receivedAt the timestamp that the records will carry
     */
    public Examiner(MeterRules rules, Optional<String> onlyCustomer, Instant receivedAt) {
        this.rules = rules;
        this.onlyCustomer = onlyCustomer;
        this.receivedAt = receivedAt;
    }

    /** Looks at every event. */
    public Examined examine(List<byte[]> events) {
        List<Verdict> verdicts = new ArrayList<>(events.size());
        List<Entry> entries = new ArrayList<>(events.size());
        for (int index = 0; index < events.size(); index++) {
            byte[] bytes = events.get(index);
            try {
                UsageEvent event = UsageEventReader.read(bytes, receivedAt);
                checkCustomer(event);
                rules.check(event);
                verdicts.add(new Verdict.Accepted(index, event.id(), event.source()));
                entries.add(new Entry(event.customerId(), bytes));
            } catch (RefusedException refused) {
                EventName name = EventName.of(bytes);
                verdicts.add(new Verdict.Refused(index, name.id(), name.source(), refused.refusal()));
            }
        }
        return new Examined(verdicts, entries);
    }

    private void checkCustomer(UsageEvent event) {
        if (onlyCustomer.isPresent() && !onlyCustomer.get().equals(event.customerId())) {
            throw Refusal.of(
                            ReasonCode.CUSTOMER_NOT_ALLOWED,
                            "/subject",
                            "this access key may not send for \"" + event.customerId() + "\"")
                    .exception();
        }
    }
}
