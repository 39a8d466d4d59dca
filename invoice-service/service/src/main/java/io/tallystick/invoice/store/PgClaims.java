package io.tallystick.invoice.store;

import io.vertx.mutiny.sqlclient.SqlConnection;

/**
 * Gives out the work of a close in the order of customers. What is claimed stays locked until the transaction ends; nobody waits for
 * it. Where to look next is remembered so that nobody reads over what is done; it is a hint and no more: when nothing is found behind
 * it, the search begins at the front again, where somebody may have been killed.
 */
final class PgClaims {
    /** The state is asked for in a way that the planner does not estimate: it would read and sort all work for a few rows. */
    private static final String CLAIM = """
            SELECT customer_id FROM billing.close_work
            WHERE close_id = $1 AND customer_id > $3 AND CASE WHEN state = $2 THEN true ELSE false END
            ORDER BY customer_id LIMIT $4 FOR UPDATE SKIP LOCKED
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
        String[] take(SqlConnection connection, int customers) {
            Mark seen = mark;
            boolean here = seen.closeId().equals(closeId) && seen.state().equals(state);
            String after = here ? seen.customerId() : FRONT;
            String[] claimed = claim(connection, after, customers);
            if (claimed.length == 0 && !after.equals(FRONT)) {
                claimed = claim(connection, FRONT, customers);
            }
            reached = claimed.length == 0 ? FRONT : claimed[claimed.length - 1];
            return claimed;
        }

        /** It is committed. */
        void done() {
            mark = new Mark(closeId, state, reached);
        }

        private String[] claim(SqlConnection connection, String after, int customers) {
            return Sql.rows(connection, CLAIM, closeId, state, after, customers).stream()
                    .map(row -> row.getString("customer_id"))
                    .toArray(String[]::new);
        }
    }
}
