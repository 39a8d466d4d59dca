package io.tallystick.invoice.store;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Gives out the work of a close in the order of customers. What is claimed stays locked until the transaction ends; nobody waits for
 * it. Where to look next is remembered so that nobody reads over what is done; it is a hint and no more: when nothing is found behind
 * it, the search begins at the front again, where somebody may have been killed.
 */
final class PgClaims {
    /** The state is asked for in a way that the planner does not estimate: it would read and sort all work for a few rows. */
    private static final String CLAIM = """
            SELECT customer_id, ctid::text AS place FROM billing.close_work
            WHERE close_id = $1 AND customer_id > $3 AND CASE WHEN state = $2 THEN true ELSE false END
            ORDER BY customer_id LIMIT $4 FOR UPDATE SKIP LOCKED
            """;

    /** The same among those whose drafts are made anew. */
    private static final String CLAIM_AGAIN = CLAIM.replace("ORDER BY", """
            AND customer_id = ANY (ARRAY(SELECT customer_id FROM billing.close_again WHERE close_id = $1 AND customer_id > $3))
            ORDER BY""");

    private static final String AGAIN = "SELECT EXISTS (SELECT FROM billing.close_again WHERE close_id = $1) AS again";

    /** A row that is locked stays where it is: its place finds it without an index. */
    private static final String MOVE = """
            UPDATE billing.close_work AS work SET state = $1, lines = done.lines, code = NULL, detail = NULL
            FROM UNNEST($2::text[]::tid[], $3::integer[]) AS done (place, lines) WHERE work.ctid = done.place
            """;

    private static final String LEAVE = """
            UPDATE billing.close_work AS work SET state = 'exception', lines = done.lines, code = done.code,
                detail = done.detail
            FROM UNNEST($1::text[]::tid[], $2::integer[], $3::text[], $4::text[]) AS done (place, lines, code, detail)
            WHERE work.ctid = done.place
            """;

    private static final String FRONT = "";

    private record Mark(String closeId, String state, String customerId) {}

    private volatile Mark mark = new Mark(FRONT, FRONT, FRONT);

    /** One transaction's turn at the work of a close that is in this state. */
    Turn turn(String closeId, String state) {
        return new Turn(closeId, state);
    }

    /** What one transaction claims. What it did not commit is claimed again before anything behind it. */
    final class Turn {
        private final String closeId;
        private final String state;
        private String reached = FRONT;

        private Turn(String closeId, String state) {
            this.closeId = closeId;
            this.state = state;
        }

        /** Up to so many customers. */
        Claimed take(SqlConnection connection, int customers) {
            Mark seen = mark;
            boolean here = seen.closeId().equals(closeId) && seen.state().equals(state);
            String after = here ? seen.customerId() : FRONT;
            String sql = isAgain(connection) ? CLAIM_AGAIN : CLAIM;
            Claimed claimed = claim(connection, sql, after, customers);
            if (claimed.isEmpty() && !after.equals(FRONT)) {
                claimed = claim(connection, sql, FRONT, customers);
            }
            reached = claimed.isEmpty() ? FRONT : claimed.customers()[claimed.customers().length - 1];
            return claimed;
        }

        /** It is committed. */
        void done() {
            mark = new Mark(closeId, state, reached);
        }

        /** Whether all work that is left is of those whose drafts are made anew. */
        private boolean isAgain(SqlConnection connection) {
            return Sql.rows(connection, AGAIN, closeId).getFirst().getBoolean("again");
        }

        private Claimed claim(SqlConnection connection, String sql, String after, int customers) {
            List<Row> rows = Sql.rows(connection, sql, closeId, state, after, customers);
            Map<String, String> places = HashMap.newHashMap(rows.size());
            rows.forEach(row -> places.put(row.getString("customer_id"), row.getString("place")));
            return new Claimed(
                    rows.stream().map(row -> row.getString("customer_id")).toArray(String[]::new), places);
        }
    }

    /**
     * What became of the work for one customer.
     *
     * @param state the next
     * @param lines that it concerned; null if none is billed
     * @param code why it is an exception; null in every other state
     * @param detail the same in a sentence
     */
    record Done(String customerId, String state, Integer lines, String code, String detail) {
        boolean isException() {
            return state.equals("exception");
        }
    }

    /** Customers whose work is locked until the transaction ends. */
    static final class Claimed {
        private final String[] customers;
        private final Map<String, String> places;

        private Claimed(String[] customers, Map<String, String> places) {
            this.customers = customers;
            this.places = places;
        }

        /** In the order of their ids. */
        String[] customers() {
            return customers;
        }

        boolean isEmpty() {
            return customers.length == 0;
        }

        /** Notes what became of all of them; once. */
        void done(SqlConnection connection, List<Done> done) {
            Map<String, List<Done>> byState =
                    done.stream().collect(Collectors.groupingBy(Done::state, TreeMap::new, Collectors.toList()));
            int noted = 0;
            for (Map.Entry<String, List<Done>> same : byState.entrySet()) {
                noted += note(connection, same.getKey(), same.getValue());
            }
            if (noted != customers.length) {
                throw new IllegalStateException(
                        "The work of " + customers.length + " customers was claimed, that of " + noted + " was noted.");
            }
        }

        private int note(SqlConnection connection, String state, List<Done> done) {
            String[] place =
                    done.stream().map(one -> places.get(one.customerId())).toArray(String[]::new);
            Integer[] lines = done.stream().map(Done::lines).toArray(Integer[]::new);
            return done.getFirst().isException()
                    ? Sql.change(
                            connection,
                            LEAVE,
                            place,
                            lines,
                            done.stream().map(Done::code).toArray(String[]::new),
                            done.stream().map(Done::detail).toArray(String[]::new))
                    : Sql.change(connection, MOVE, state, place, lines);
        }
    }
}
