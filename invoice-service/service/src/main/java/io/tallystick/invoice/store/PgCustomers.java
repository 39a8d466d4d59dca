package io.tallystick.invoice.store;

import io.tallystick.schemas.problem.ProblemException;
import io.vertx.mutiny.sqlclient.SqlClient;

/** What commands around a customer ask first. */
final class PgCustomers {
    private PgCustomers() {}

    static void mustExist(SqlClient client, String customerId) {
        if (Sql.rows(client, "SELECT FROM billing.customer WHERE id = $1", customerId)
                .isEmpty()) {
            throw ProblemException.of(404, "not_found", "there is no customer \"" + customerId + "\"");
        }
    }
}
