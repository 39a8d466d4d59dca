package io.tallystick.invoice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallystick.testkit.TestDatabase;
import io.tallystick.testkit.TestPair;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Invoices that were made before their figures stood in their own row. */
@Tag("integration")
class MovedBillTest {
    private static final String ROOT = "ab".repeat(32);

    @Test
    void the_figures_of_an_older_invoice_move_into_its_row_and_its_digest_stays() {
        TestDatabase database = TestPair.shared().freshDatabase();
        // Given
        migrate(database, "100");
        try (Books before = Books.of(database)) {
            before.run("""
                    INSERT INTO billing.close (id, cutoff, state, requested_at, requested_by, usage_partitions,
                        rated_partitions, proof, carried, finalized_at, outcome, completed_at, approved_by, approved_at)
                    VALUES ('x', '2026-11-01', 'completed', now(), 'key', 1, 1, '{}', '{}', now(), '{}', now(), 'key', now())
                    """);
            before.run("""
                    INSERT INTO billing.invoice (id, number, series, year, sequence, close_id, customer_id, customer_name,
                        currency, period_start, period_end, line_count, total, finalized_at, document)
                    VALUES ('00000000-0000-0000-0000-000000000001', 'INV-2026-000001', 'INV', 2026, 1, 'x', 'acme', 'Acme',
                        'USD', '2026-10-01', '2026-11-01', 1, 107.10, now(), '{}')
                    """);
            before.run("INSERT INTO billing.invoice_bill VALUES ('00000000-0000-0000-0000-000000000001', 100.00, 10.00,"
                    + " 17.10, 107.10, 50.00, 1.00, 0, 58.10, '" + ROOT + "')");
        }

        // When
        try (Books books = Books.fresh(database)) {
            // Then
            assertThat(books.query("SELECT subtotal, discount, tax, total, credit, carried_in, carried_out, due, root"
                            + " FROM billing.invoice"))
                    .isEqualTo("100.00 10.00 17.10 107.10 50.00 1.00 0 58.10 " + ROOT);
            assertThat(books.query("SELECT sha256 = sha256(document) FROM billing.invoice"))
                    .isEqualTo("t");
            assertThatThrownBy(() -> books.run("UPDATE billing.invoice SET due = 0"))
                    .hasStackTraceContaining("never changes");
        } finally {
            TestPair.shared().drop(database);
        }
    }

    @Test
    void what_was_billed_last_and_what_is_still_to_be_told_of_older_invoices_is_kept() {
        TestDatabase database = TestPair.shared().freshDatabase();
        // Given
        migrate(database, "112");
        try (Books before = Books.of(database)) {
            before.run("""
                    INSERT INTO billing.close (id, cutoff, state, requested_at, requested_by, usage_partitions,
                        rated_partitions, proof, carried, finalized_at, outcome, completed_at, approved_by, approved_at)
                    VALUES ('x', '2026-11-01', 'completed', now(), 'key', 1, 1, '{}', '{}', now(), '{}', now(), 'key', now())
                    """);
            before.run("""
                    INSERT INTO billing.invoice (id, number, series, year, sequence, close_id, customer_id, customer_name,
                        currency, period_start, period_end, line_count, subtotal, discount, tax, total, credit, carried_in,
                        carried_out, due, root, finalized_at, document, sha256)
                    VALUES ('00000000-0000-0000-0000-000000000007', 'INV-2026-000007', 'INV', 2026, 7, 'x', 'acme', 'Acme',
                        'USD', '2026-10-01', '2026-11-01', 1, 1, 0, 0, 1, 0, 0, 0, 1, repeat('ab', 32), now(), '{"a":7}',
                        repeat('x', 32)::bytea)
                    """);
            before.run("INSERT INTO billing.close_work (close_id, customer_id, state) VALUES ('x', 'acme', 'done')");
            before.run("INSERT INTO billing.outbox (event_id, type, customer_id, occurred_at, invoice_id) VALUES"
                    + " ('invoice.finalized:INV-2026-000007', 'invoice.finalized', 'acme', now(),"
                    + " '00000000-0000-0000-0000-000000000007')");
            before.run("INSERT INTO billing.outbox (event_id, type, occurred_at, content) VALUES"
                    + " ('close.completed:x', 'close.completed', now(), '{}')");
            before.run("INSERT INTO billing.account VALUES ('acme', '2026-11-01'), ('globex', '2026-11-01')");
            before.run(
                    "INSERT INTO billing.billed_window VALUES ('acme', 'x', '2026-10-01', '2026-11-01', '2026-11-27')");
        }

        // When
        try (Books books = Books.fresh(database)) {
            // Then
            assertThat(books.query("SELECT customer_id, window_after = '2026-10-01', window_until = billed_until,"
                            + " window_due = '2026-11-27' FROM billing.account ORDER BY customer_id"))
                    .isEqualTo("acme t t t\nglobex null null null");
            assertThat(books.query("SELECT customers FROM billing.close")).isEqualTo("1");
            assertThat(OutboxTest.told(books, 10)).containsExactly("invoice.finalized:INV-2026-000007 {\"a\":7}");
            assertThat(OutboxTest.told(books, 10)).containsExactly("close.completed:x {}");
        } finally {
            TestPair.shared().drop(database);
        }
    }

    private static void migrate(TestDatabase database, String version) {
        Flyway.configure()
                .dataSource(database.jdbcUrl(), TestDatabase.BILLING, TestDatabase.BILLING)
                .schemas("billing")
                .locations("classpath:db/billing")
                .target(MigrationVersion.fromVersion(version))
                .load()
                .migrate();
    }
}
