package io.tallystick.invoice.store;

import io.tallystick.invoice.app.CloseRunner;
import io.tallystick.testkit.TestDatabase;

/** A process that does nothing but close: the one that is killed. Arguments: name, host and port of the database. */
final class CloseProcess {
    private CloseProcess() {}

    public static void main(String[] args) throws InterruptedException {
        Books books = Books.of(new TestDatabase(args[0], args[1], Integer.parseInt(args[2])));
        CloseRunner runner = books.runner(2, true);
        System.out.println("closing");
        while (true) {
            if (!(runner.step() instanceof CloseRunner.Step.Moved)) {
                Thread.sleep(2);
            }
        }
    }
}
