package io.tallystick.invoice.store;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.tallystick.invoice.app.SpendStore.Held;
import io.tallystick.invoice.app.SpendStore.SpendLine;
import io.tallystick.schemas.rated.LineReader;
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

/**
 * Reads what is held of customers. Nothing is kept: each answer is what the database says after the question came, so that several
 * processes answer alike. Questions that come while statements are under way wait and share the next one, because a statement
 * costs more than what it finds for one customer.
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

    private static final int MOST_STATEMENTS = 2;
    private static final int MOST_CUSTOMERS = 64;

    private final Pool pool;
    private final Queue<Asked> waiting = new ConcurrentLinkedQueue<>();
    private final Semaphore statements = new Semaphore(MOST_STATEMENTS);

    HeldLines(Pool pool) {
        this.pool = pool;
    }

    private record Asked(String customerId, Instant now, UniEmitter<? super Held> answer) {}

    Uni<Held> of(String customerId, Instant now) {
        return Uni.createFrom().emitter(answer -> {
            waiting.add(new Asked(customerId, now, answer));
            askNext();
        });
    }

    /** Whoever comes while all statements are under way is seen by the one that ends next: it looks after it gave back its permit. */
    private void askNext() {
        while (!waiting.isEmpty() && statements.tryAcquire()) {
            List<Asked> together = next();
            if (together.isEmpty()) {
                statements.release();
            } else {
                ask(together).onTermination().invoke(this::ended).subscribe().with(_ -> {}, _ -> {});
            }
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
        return together;
    }

    private Uni<Void> ask(List<Asked> together) {
        return Sql.rowsLater(
                        pool,
                        HELD,
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
        LineReader reader = new LineReader();
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
