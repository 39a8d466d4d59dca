package io.tallystick.rating.model;

import io.tallystick.rating.catalog.Proration;
import io.tallystick.rating.pricing.Priced;
import io.tallystick.rating.pricing.Share;
import io.tallystick.rating.pricing.Tariff;
import io.tallystick.rating.pricing.Usage;
import io.tallystick.schemas.id.SetDigest;
import io.tallystick.schemas.money.Decimals;
import io.tallystick.schemas.rated.RatedLine;
import io.tallystick.schemas.rated.Step;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Prices the segments of a usage series by the split rule (see the package). */
final class UsageLines {
    private final PeriodView view;
    private final List<Segment> segments;

    UsageLines(PeriodView view, List<Segment> segments) {
        this.view = view;
        this.segments = segments;
    }

    /**
     * One line for each segment.
     *
     * @param usages what each segment used
     * @param events the events behind each
     */
    List<LineDraft> lines(List<Usage> usages, List<SetDigest> events) {
        List<LineDraft> lines = new ArrayList<>(segments.size());
        for (int i = 0; i < segments.size(); i++) {
            lines.add(line(segments.get(i), price(i, usages), usages.get(i), events.get(i)));
        }
        return lines;
    }

    private Priced price(int number, List<Usage> usages) {
        Segment segment = segments.get(number);
        Usage usage = usages.get(number);
        if (segment.free()) {
            BigDecimal used = Decimals.canonical(usage.total());
            return new Priced(
                    BigDecimal.ZERO,
                    List.of(new Step("free trial", null, null, used, BigDecimal.ZERO, null, BigDecimal.ZERO)));
        }
        Share share = share(segment);
        if (Measure.addsUp(segment)) {
            Usage before = before(number, usages);
            return before == null
                    ? segment.tariff().rate(usage, share)
                    : segment.tariff().limited(onTop(segment, before, usage), share);
        }
        return timeShare(number, segment.tariff().rate(usage));
    }

    /** Usage of the period before a segment that counts for its position in the tiers; null if it is the first that does. */
    private Usage before(int number, List<Usage> usages) {
        Usage before = null;
        for (int i = 0; i < number; i++) {
            Segment earlier = segments.get(i);
            if (!earlier.free() && earlier.counts(segments.get(number).meter()) && Measure.addsUp(earlier)) {
                before = before == null ? usages.get(i) : Usages.plus(before, usages.get(i));
            }
        }
        return before;
    }

    /** What the usage costs on top of the usage before it, at the same price. */
    private Priced onTop(Segment segment, Usage before, Usage usage) {
        Priced all = segment.tariff().priced(Usages.plus(before, usage));
        Priced less = segment.tariff().priced(before);
        String label = "less %s used before %s, which took the first places in these tiers"
                .formatted(
                        Wording.number(before.total()),
                        Wording.date(LocalDate.ofInstant(segment.start(), view.zone())));
        return plus(
                all,
                new Step(
                        label,
                        null,
                        null,
                        Decimals.canonical(before.total().negate()),
                        null,
                        null,
                        Decimals.canonical(less.amount().negate())));
    }

    /** The part's share of the time in which the charge was owed: each part is priced as for a full period. */
    private Priced timeShare(int number, Priced full) {
        List<Segment> paid =
                segments.stream().filter(segment -> !segment.free()).toList();
        Share part = days(segments.get(number));
        BigDecimal total = paid.stream().map(segment -> days(segment).part()).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (paid.size() == 1 || total.signum() == 0) {
            return full;
        }
        return FeeLines.prorated(full, new Share(part.part(), total), Proration.DAY);
    }

    private Share days(Segment segment) {
        return Shares.of(Proration.DAY, segment.windows(), view.key().period(), view.zone());
    }

    /** Only a minimum and a maximum ask for it. */
    private Share share(Segment segment) {
        Tariff tariff = segment.tariff();
        if (tariff.minimum().isEmpty() && tariff.maximum().isEmpty()) {
            return Share.FULL;
        }
        return Shares.of(
                segment.plan().plan().proration(), segment.windows(), view.key().period(), view.zone());
    }

    private static Priced plus(Priced priced, Step step) {
        List<Step> steps = new ArrayList<>(priced.steps());
        steps.add(step);
        return new Priced(priced.amount().add(step.amount()), steps);
    }

    private LineDraft line(Segment segment, Priced priced, Usage usage, SetDigest events) {
        return Drafts.of(
                view,
                segment.plan(),
                segment.charge().key(),
                RatedLine.Kind.USAGE,
                new Drafts.Content(
                        Wording.usage(segment.charge(), segment.tariff(), segment.service(), view.zone()),
                        segment.service(),
                        view.part().end(),
                        Optional.of(segment.meter().key()),
                        Decimals.canonical(usage.total()),
                        priced,
                        events),
                "");
    }
}
