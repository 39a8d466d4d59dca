package io.tallystick.invoice.store;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.tallystick.invoice.app.SpendStore.Held;
import io.tallystick.invoice.app.SpendStore.SpendLine;
import io.tallystick.schemas.rated.LineReader;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Reads what is held of customers. Nothing is kept: each answer is what the database says after the question came, so that several
 * processes answer alike. A statement costs more than what it finds for one customer, so that questions share it: those that come while
 * statements are under way, and those that come within two milliseconds after one began. Who asks alone waits for nobody.
 */
final class HeldLines {
    /**
     * One row for each customer asked for, in their order. Two ranges of the customer's lines: those not billed yet, which no invoice can
     * have, and billed ones whose period still runs. A fee in advance is billable when its period starts, so that no more than the
     * lines of one customer are looked at.
     */
    static final String HELD = """
            SELECT (SELECT currency FROM billing.customer WHERE id = asked.customer_id) AS currency,
                COALESCE(
                    (SELECT true FROM billing.credit WHERE credit.customer_id = asked.customer_id AND balance > 0 LIMIT 1),
                    (SELECT true FROM billing.carried WHERE carried.customer_id = asked.customer_id AND amount <> 0 LIMIT 1),
                    false) AS prepaid,
                held.contents, held.invoiced
            FROM UNNEST($1::text[], $2::timestamptz[]) WITH ORDINALITY AS asked (customer_id, now, place)
            CROSS JOIN LATERAL (
                SELECT COALESCE(
                    (SELECT billed_until FROM billing.account WHERE account.customer_id = asked.customer_id), '-infinity') AS at
                OFFSET 0
            ) AS billed
            CROSS JOIN LATERAL (
                SELECT array_agg(convert_to(line.content::text, 'UTF8')) AS contents,
                    array_agg(line.billable_at <= billed.at
                        AND (SELECT true FROM billing.invoice_line AS placed
                            WHERE placed.customer_id = line.customer_id AND placed.line_id = line.id) IS NOT NULL) AS invoiced
                FROM billing.rated_line AS line
                WHERE line.customer_id = asked.customer_id
                  AND (line.billable_at > billed.at OR line.period_start <= asked.now AND line.period_end > asked.now)
            ) AS held
            ORDER BY asked.place
            """;

    /** A statement begins so long after the one before it, unless many wait. */
    private static final long PACE_NANOS = 2_000_000;

    private static final int MOST_STATEMENTS = 2;
    private static final int MOST_CUSTOMERS = 64;
    private static final int MANY_CUSTOMERS = MOST_CUSTOMERS / 2;

    /** Words and times repeat from answer to answer. */
    private static final ThreadLocal<LineReader> READER = ThreadLocal.withInitial(LineReader::new);

    private final Statement statement;
    private final LongSupplier nanoTime;
    private final Timer timer;
    private final Queue<Asked> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingCustomers = new AtomicInteger();
    private final AtomicBoolean timed = new AtomicBoolean();
    private final Semaphore statements = new Semaphore(MOST_STATEMENTS);
    private volatile long begunNanos;

    HeldLines(Pool pool, Vertx vertx) {
        this(
                (customers, now) -> Sql.rowsLater(pool, HELD, customers, now),
                System::nanoTime,
                (millis, then) -> vertx.setTimer(millis, _ -> then.run()));
    }

    HeldLines(Statement statement, LongSupplier nanoTime, Timer timer) {
        this.statement = statement;
        this.nanoTime = nanoTime;
        this.timer = timer;
        this.begunNanos = nanoTime.getAsLong() - PACE_NANOS;
    }

    /** Asks for several customers. */
    interface Statement {
        /** A row for each customer, in their order. */
        Uni<List<Row>> rows(String[] customers, OffsetDateTime[] now);
    }

    /** Does something later, once. */
    interface Timer {
        /** Does it after so many milliseconds, at least one. */
        void after(long millis, Runnable then);
    }

    private record Asked(String customerId, Instant now, UniEmitter<? super Held> answer) {}

    Uni<Held> of(String customerId, Instant now) {
        return Uni.createFrom().emitter(answer -> {
            waiting.add(new Asked(customerId, now, answer));
            waitingCustomers.incrementAndGet();
            askNext();
        });
    }

    /**
     * Whoever comes too early is seen when the timer ends, and whoever comes while all statements are under way by the one that ends next: it looks
     * after it gave back its permit.
     */
    private void askNext() {
        while (!waiting.isEmpty()) {
            long early = millisEarly();
            if (early > 0) {
                askIn(early);
                return;
            }
            if (!statements.tryAcquire()) {
                return;
            }
            List<Asked> together = next();
            if (together.isEmpty()) {
                statements.release();
            } else {
                begunNanos = nanoTime.getAsLong();
                ask(together).onTermination().invoke(this::ended).subscribe().with(_ -> {}, _ -> {});
            }
        }
    }

    private long millisEarly() {
        long left = begunNanos + PACE_NANOS - nanoTime.getAsLong();
        return left <= 0 || waitingCustomers.get() >= MANY_CUSTOMERS ? 0 : (left - 1) / 1_000_000 + 1;
    }

    private void askIn(long millis) {
        if (timed.compareAndSet(false, true)) {
            timer.after(millis, () -> {
                timed.set(false);
                askNext();
            });
        }
    }

    private void ended() {
        statements.release();
        askNext();
    }

    private List<Asked> next() {
        List<Asked> together = new ArrayList<>();
        Asked one;
        while (together.size() < MOST_CUSTOMERS && (one = waiting.poll()) != null) {
            together.add(one);
        }
        waitingCustomers.addAndGet(-together.size());
        return together;
    }

    private Uni<Void> ask(List<Asked> together) {
        return statement
                .rows(
                        together.stream().map(Asked::customerId).toArray(String[]::new),
                        together.stream().map(one -> Sql.time(one.now())).toArray(OffsetDateTime[]::new))
                .onItem()
                .invoke(rows -> answer(together, rows))
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failure -> failed(together, failure));
    }

    /** A customer that the database cannot take, such as one with a zero character in its name, is nobody else's failure. */
    private Uni<Void> failed(List<Asked> together, Throwable failure) {
        if (together.size() == 1 || !Sql.isRefusal(failure)) {
            together.forEach(one -> one.answer().fail(failure));
            return Uni.createFrom().voidItem();
        }
        List<Uni<Void>> alone = together.stream().map(one -> ask(List.of(one))).toList();
        return Uni.join().all(alone).andCollectFailures().replaceWithVoid();
    }

    private static void answer(List<Asked> together, List<Row> rows) {
        LineReader reader = READER.get();
        for (int i = 0; i < together.size(); i++) {
            UniEmitter<? super Held> answer = together.get(i).answer();
            try {
                answer.complete(held(rows.get(i), reader));
            } catch (RuntimeException damaged) {
                answer.fail(damaged);
            }
        }
    }

    private static Held held(Row row, LineReader reader) {
        List<SpendLine> lines = new ArrayList<>();
        Buffer[] contents = row.get(Buffer[].class, "contents");
        if (contents != null) {
            Boolean[] invoiced = row.getArrayOfBooleans("invoiced");
            for (int i = 0; i < contents.length; i++) {
                lines.add(new SpendLine(reader.read(contents[i].getBytes()), invoiced[i]));
            }
        }
        return new Held(Optional.ofNullable(row.getString("currency")), row.getBoolean("prepaid"), lines);
    }
}
